"""The card payment terminal, spoken to in ZVT over a serial line (PA00P015 and PA00P016, revision 13.09).

Semi-integrated: the terminal reads the bank card, this room sends an amount and hears how it went. It must never know a
card number: BMP 22 is cut to four digits while it is parsed, tracks and chip data are skipped unread.
"""
