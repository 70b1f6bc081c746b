"""Readers that the operating system's PC/SC service offers (pcscd), by pyscard: an optional extra (decision 32).

Only memory cards are asked for their number, and by the reader's own command: no card with a chip is ever talked to.
"""
