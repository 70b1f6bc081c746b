"""The conformance kit: a driver between a pretend device and a line on which everything goes wrong, one thing at a time.

`python -m devices.conformance CLASS` (docs/conformance.md). This room knows the ports and the emulators; which driver is
tried is told from outside.
"""
