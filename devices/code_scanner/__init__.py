"""The scanner for barcodes and QR codes of bills, on a serial line. What it read is a customer's: nothing here keeps it.

Serial first: a scanner that plays a keyboard could "type" commands into whatever has the focus.
"""
