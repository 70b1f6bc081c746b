"""What hangs on serial lines: drivers that fulfil the ports, and pretend devices for the far end of the wire.

Only this package knows pyserial and python-escpos. It knows nothing of screens, visits, records, the centre.
"""
