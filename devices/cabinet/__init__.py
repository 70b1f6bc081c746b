"""The box around the machine: its door, its tamper contact and its lamp, on the modem lines of a serial port."""
