"""A kiosk with a key, a little centre, and the line between them."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.sync.crm import HttpCrm
from kiosk.sync.identity import Identity
from kiosk.sync.line import Timeout
from tests.kiosk.sync.centre import LittleCentre, little_centre
from tests.kiosk.sync.samples import EPOCH, KIOSK


@pytest.fixture
def identity() -> Identity:
    return Identity(KIOSK, EPOCH, Ed25519PrivateKey.generate())


@pytest.fixture
def centre() -> Iterator[LittleCentre]:
    with little_centre() as centre:
        yield centre


@pytest.fixture
def crm(centre: LittleCentre, identity: Identity) -> Iterator[HttpCrm]:
    crm = HttpCrm(centre.url, identity)
    yield crm
    crm.close()


@pytest.fixture
def hasty(centre: LittleCentre, identity: Identity) -> Iterator[HttpCrm]:
    """Waits for a quarter of a second only."""
    crm = HttpCrm(centre.url, identity, Timeout(connect=3.0, answer=0.25))
    yield crm
    crm.close()
