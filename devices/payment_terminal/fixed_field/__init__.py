"""Terminals of Taiwan's acquirers: one record of fixed fields between STX and ETX, a check behind, one table each.

None of the tables under `layouts/` comes from an acquirer's own document: each says where it is from, and a terminal is
proved by a test payment when it is put up (docs/technician.md).
"""
