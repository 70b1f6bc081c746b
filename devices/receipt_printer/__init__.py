"""The receipt printer: ESC/POS over a serial line, Chinese as picture, printed only when the printer says so."""
