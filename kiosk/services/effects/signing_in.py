"""Who somebody is, asked of the centre."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.account import CodeAnswer, Factor, SignInAnswer, Unreachable
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.visit import Visit
from kiosk.ports import CardReader, Crm, DeviceError, Lane, Offline
from kiosk.services.effects.errands import Errands


class SigningIn:
    def __init__(
        self, crm: Crm, reader: CardReader, network: Lane, at_reader: Lane, errands: Errands
    ) -> None:
        self._crm = crm
        self._reader = reader
        self._network = network
        self._at_reader = at_reader
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.SigningInEffect) -> None:
        match effect:
            case effects.SignIn(card, pin):
                self._errands.submit(self._network, visit, lambda: self._sign_in(visit, card, pin))
            case effects.SignInByNumber(number, factor, secret):
                job = self._by_number
                self._errands.submit(self._network, visit, lambda: job(visit, number, factor, secret))
            case effects.SendCode(number):
                self._errands.submit(self._network, visit, lambda: self._send_code(visit, number))
            case effects.GiveCardBack():
                self._at_reader.submit(self._give_back)
            case effects.SignOut(grant):
                self._network.submit(lambda: self._sign_out(grant))
            case _:
                assert_never(effect)

    def _sign_in(self, visit: Visit, card: str, pin: str) -> Event:
        answer = self._crm.sign_in(visit.id, card, pin)
        self._tell_line(answer)
        return events.SignInAnswered(answer, card)

    def _by_number(self, visit: Visit, number: str, factor: Factor, secret: str) -> Event:
        answer = self._crm.sign_in_by_number(visit.id, number, factor, secret)
        self._tell_line(answer)
        return events.SignInAnswered(answer, number)

    def _send_code(self, visit: Visit, number: str) -> Event:
        answer = self._crm.send_code(visit.id, number)
        self._tell_line(answer)
        return events.CodeAnswered(answer, number)

    def _tell_line(self, answer: SignInAnswer | CodeAnswer) -> None:
        if isinstance(answer, Unreachable):
            self._errands.fact(events.LineReported(Line.DOWN))

    def _give_back(self) -> None:
        try:
            self._reader.give_back()
        except DeviceError:
            return  # the next look at the reader tells what is wrong with it

    def _sign_out(self, grant: str) -> None:
        try:
            self._crm.sign_out(grant)
        except Offline:
            return  # the grant runs out by itself
