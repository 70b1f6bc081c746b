"""The reader for the company's own membership cards: magnetic stripe and 125 kHz tags. Identity only.

It must never know a bank card: whatever does not carry the company's prefix is dropped while it is parsed.
"""
