"""ZVT over a serial line (PA00P015 and PA00P016, revision 13.09).

The kiosk must never know a card number: BMP 22 is cut to four digits while it is parsed, tracks and chip data are
skipped unread.
"""
