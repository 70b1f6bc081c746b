"""What the records of cases and ratings say, one model for each kind. Shared parts stand in `crm/intake/bodies.py`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from crm.intake.bodies import Email, Phone, Reference, Said, ShortText, without_nul

Word = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Score = Annotated[int, Field(strict=True, ge=1, le=5)]
Account = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,32}$")]


class CaseSaid(Said):
    """`visit` empty: a guest. `contact` says whether `phone` or the number on file may be called,
    or `email` be written to.

    What is anonymous brings nothing that leads to a person; if it does, it is refused.
    """

    reference: Reference
    language: Annotated[str, StringConstraints(max_length=16)]
    message: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    anonymous: bool = False
    visit: Annotated[str, StringConstraints(max_length=64), AfterValidator(without_nul)] = ""
    contact: Literal["none", "phone", "on_file", "email"] = "none"
    phone: Phone = ""
    email: Email = ""
    notice: ShortText = ""
    context: dict[str, Any] = Field(default_factory=dict)
    trail: Annotated[list[Any], Field(max_length=500)] = Field(default_factory=list)

    @model_validator(mode="after")
    def keeps_its_word(self) -> Self:
        named = self.visit or self.phone or self.email or self.contact != "none" or self.context or self.trail
        if self.anonymous and named:
            raise ValueError("what is anonymous names nobody")
        if self.contact == "phone" and not (self.phone and self.notice):
            raise ValueError("a number comes with the notice under which it was given")
        if self.contact == "email" and not (self.email and self.notice):
            raise ValueError("an address comes with the notice under which it was given")
        return self


class ComplaintSaid(CaseSaid):
    topic: Word
    wish: Word
    urgent: bool


class SuggestionSaid(CaseSaid):
    area: Word
    idea: Word


class LetterSaid(CaseSaid):
    matter: Word


class DeviceSaid(Said):
    device: Word
    state: Word
    faults: Annotated[tuple[Word, ...], Field(max_length=20)] = ()


class FaultReportSaid(CaseSaid):
    part: Word
    devices: Annotated[tuple[DeviceSaid, ...], Field(max_length=20)] = ()


class ApplicationSaid(CaseSaid):
    """`account` as a guest typed it; empty for who signed in."""

    service: Word
    account: Account = ""


class RatingSaid(Said):
    score: Score
    task: Word
    language: Annotated[str, StringConstraints(max_length=16)]
