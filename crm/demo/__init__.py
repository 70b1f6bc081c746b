"""The demonstration's people, cards and bills. Every name, number, PIN and password here is made up.

Seeded only when somebody says `python -m crm demo`; dates stand around the day on which that happens. `named.py` has the
six whom the guides and the tests know, `crowd.py` the thirty-four beside them, `past.py` everybody's earlier periods,
`week.py` a week of work at the desk.
"""

from crm.demo.crowd import CROWD, CROWD_PIN
from crm.demo.named import BILLS, CARDS, CUSTOMERS, bills_on, codes_on
from crm.demo.seeding import seed
from crm.demo.team import STAFF, DemoLogin

__all__ = [
    "BILLS",
    "CARDS",
    "CROWD",
    "CROWD_PIN",
    "CUSTOMERS",
    "STAFF",
    "DemoLogin",
    "bills_on",
    "codes_on",
    "seed",
]
