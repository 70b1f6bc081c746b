"""Cases for the desk's tests: each as its contract's record brings it, under a reference of its own."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

from crm.cases import requests
from crm.intake.kinds import KINDS
from crm.schema import Case, Record
from tests.crm.desk.scene import Scene
from tests.crm.signing import contract

NUMBERS = count(1)
FIVE = ("calm", "urgent_list", "empathy")


def hand_over(scene: Scene, name: str, **body: Any) -> int:
    """The case that the example record `name` opens now, with `body` changed; its id."""
    example = contract(f"records/{name}.json")
    number = next(NUMBERS)
    told = {**example["body"], "reference": f"K07-C{number:03}-AAAA", **body}
    record = Record(
        id=str(UUID(int=9_000_000 + number)), kiosk_id="K07", epoch="e", stream=example["stream"], seq=number,
        kind=example["kind"], version=1, occurred_at=scene.now, tz="Asia/Taipei", body_hash="", body=told,
        received_at=scene.now,
    )  # fmt: skip
    said = KINDS[example["kind"], 1].body.model_validate(told)
    with scene.centre.database.writing() as session:
        requests.take(session, record, said, scene.now)  # type: ignore[arg-type]
        return session.query(Case).filter_by(reference=told["reference"]).one().id


def look(scene: Scene, case: int) -> Case:
    with scene.centre.database.reading() as session:
        row = session.get_one(Case, case)
        list(row.events)
        return row
