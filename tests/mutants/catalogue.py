"""All mutants."""

from tests.mutants import (
    around,
    cases,
    centre,
    devices,
    domain,
    helping,
    machine,
    records,
    screens,
    speech,
    trust,
)
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *domain.MUTANTS,
    *machine.MUTANTS,
    *devices.MUTANTS,
    *helping.MUTANTS,
    *around.MUTANTS,
    *screens.MUTANTS,
    *centre.MUTANTS,
    *cases.MUTANTS,
    *trust.MUTANTS,
    *records.MUTANTS,
    *speech.MUTANTS,
)


def by_name(name: str) -> Mutant:
    """Raises KeyError with the names that there are."""
    known = {mutant.name: mutant for mutant in MUTANTS}
    if name not in known:
        raise KeyError(f"{name}; there are {', '.join(sorted(known))}")
    return known[name]
