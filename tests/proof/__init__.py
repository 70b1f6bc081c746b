"""The proof of money: a kiosk is killed, starved and lied to at every step of a payment, and nobody is charged twice.

`python -m tests.proof` (scripts/prove-money) runs it; docs/payment-proof.md says what it shows. One worker a core. Each
worker holds a counter of its own: a pretend terminal with its line (`bench.py`), which is recorded, and a real centre
(`centre.py`); a kiosk without a window (`kiosk.py`) is forked for each life. Time is a number that the worker steps, so a
minute of waiting costs nothing. What happened is judged by `oracle.py` from the recording (`line.py`), and compared with
the terminal's ledger, the kiosk's journal, the centre's tables, the screens and the paper.
"""
