"""The card payment terminal, semi-integrated: it reads the bank card; this room sends an amount and hears how it went.

One folder per protocol. Here stands what they share: the pretend terminal's memory, its test cards and its switches.
"""
