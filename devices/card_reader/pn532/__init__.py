"""The PN532 reader for 13.56 MHz cards on a serial line (HSU, 115200 baud). It is asked, and answers."""
