"""What the demonstration's counters tell of waiting, as of the moment of seeding. All made up."""

from __future__ import annotations

from crm.centre import Centre
from crm.counters import waits
from crm.counters.waits import Told

#: A quarter of an hour here, an hour in town; the third one is quick.
WAITS = {"三重服務中心": Told(4, 2, 15), "信義服務中心": Told(17, 3, 50), "板橋服務中心": Told(1, 2, 3)}
WHO = "chen"


def seed_waits(centre: Centre) -> None:
    """For counters of which nobody has told anything yet."""
    with centre.database.writing() as session:
        for site, wait in waits.every(session):
            if wait is None and site.name in WAITS:
                waits.tell(session, site.name, WAITS[site.name], 0, WHO, centre.clock())
