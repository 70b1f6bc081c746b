"""Field traces: what went over one device's wire, and when, written without any card number, and played again.

`docs/traces.md` describes the file.
"""
