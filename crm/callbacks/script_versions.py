"""Scripts as supervisors write them: in versions, a draft until it is published. Which one a call follows, and its words.

The steps against fraud are no part of a version and cannot be written away: `crm/callbacks/scripts.py` puts them first.
A topic without a published version follows the script shipped with the house, whose words stand in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.callbacks.scripts import ANTI_FRAUD, TOPICS, VERSION, steps_for
from crm.callbacks.states import OVER, Act
from crm.revisions import begin, change
from crm.schema import Callback, CallbackEvent, Script, ScriptVersion

MOST_STEPS = 12
LONGEST_STEP = 300


class NoSuch(LookupError):
    """No such topic, or no such version of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """`texts` by language; empty: the words stand in the catalogue under `script.NAME`."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What one call follows. `version` is what is kept with the case; `steps` are without those against fraud."""

    version: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every step that may be ticked, in its order."""
        return (*ANTI_FRAUD, *(step.name for step in self.steps))


def shipped(topic: str) -> Wording:
    return Wording(VERSION, tuple(Step(name, {}) for name in steps_for(topic)))


def ticked(events: Sequence[CallbackEvent]) -> frozenset[str]:
    """The script steps done under the present claim: a new holder begins the script anew."""
    steps: set[str] = set()
    for event in events:
        if event.what == Act.CLAIM:
            steps.clear()
        elif event.what == "step":
            steps.add(event.note)
    return frozenset(steps)


def followed(session: Session, row: Callback) -> Wording:
    """The script of this call: once begun it stays what it was, whatever is published meanwhile."""
    begun = row.state in OVER or bool(ticked(row.events))
    kept = _named(session, row.script, row.topic) if row.script and begun else None
    return kept or published(session, row.topic)


def published(session: Session, topic: str) -> Wording:
    """What a call that begins now follows."""
    script = session.get(Script, topic)
    row = version(session, topic, script.published) if script and script.published else None
    return wording(row) if row else shipped(topic)


def wording(row: ScriptVersion) -> Wording:
    return Wording(
        f"{row.topic}-{row.number}", tuple(Step(each["name"], each["texts"]) for each in row.steps)
    )


def words_of(session: Session, names: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """The texts of steps that supervisors wrote, by name, whichever version they were ticked in."""
    versions = {_split(name.partition(".")[0]) for name in names} - {None}
    rows = [row for found in versions if found and (row := version(session, *found))]
    return {step.name: step.texts for row in rows for step in wording(row).steps if step.texts}


def find(session: Session, topic: str) -> Script | None:
    """None: nobody has written one yet. Raises NoSuch."""
    if topic not in TOPICS:
        raise NoSuch(topic)
    return session.get(Script, topic)


def version(session: Session, topic: str, number: int) -> ScriptVersion | None:
    wanted = select(ScriptVersion).where(ScriptVersion.topic == topic, ScriptVersion.number == number)
    return session.scalars(wanted).one_or_none()


def versions(session: Session, topic: str, limit: int = 50) -> Sequence[ScriptVersion]:
    """Newest first."""
    rows = select(ScriptVersion).where(ScriptVersion.topic == topic)
    return session.scalars(rows.order_by(ScriptVersion.number.desc()).limit(limit)).all()


def save(
    session: Session, topic: str, revision: int, steps: Sequence[Step], who: str, now: datetime
) -> Script:
    """A new version on top; what agents follow stays as it is. Revision 0: the first one. Raises Moved and NoSuch."""
    script = find(session, topic)
    if script is None and revision == 0:
        script = _begun(session, topic, now)
    else:
        script = change(session, Script, topic, revision, changed_at=now, latest=Script.latest + 1)
    session.add(
        ScriptVersion(
            topic=topic, number=script.latest, steps=_numbered(topic, script.latest, steps), who=who, made_at=now
        )
    )  # fmt: skip
    session.flush()
    audit.note(session, now, who, "script.saved", topic, {"version": script.latest})
    return script


def publish(session: Session, topic: str, revision: int, number: int, who: str, now: datetime) -> Script:
    """From now on calls that begin follow this version; an earlier one can come back. Raises Moved and NoSuch."""
    if version(session, topic, number) is None:
        raise NoSuch(topic)
    script = change(session, Script, topic, revision, changed_at=now, published=number)
    audit.note(session, now, who, "script.published", topic, {"version": number})
    return script


def _begun(session: Session, topic: str, now: datetime) -> Script:
    """Raises Moved: somebody else began it in this moment."""
    return begin(session, Script(topic=topic, latest=1, published=None, revision=1, changed_at=now), topic)


def _numbered(topic: str, number: int, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A step keeps its name while its words stay; a new or reworded one is named after this version."""
    return [
        {"name": step.name or f"{topic}-{number}.{place}", "texts": dict(step.texts)}
        for place, step in enumerate(steps, start=1)
    ]


def _named(session: Session, name: str, topic: str) -> Wording | None:
    """The version that a case kept; None: it was another topic's. Of the shipped script only the last words are known."""
    found = _split(name)
    if found is None:
        return Wording(name, shipped(topic).steps)
    row = version(session, *found) if found[0] == topic else None
    return wording(row) if row else None


def _split(name: str) -> tuple[str, int] | None:
    """`billing-3` -> `("billing", 3)`."""
    topic, _, number = name.rpartition("-")
    return (topic, int(number)) if topic in TOPICS and number.isdigit() else None
