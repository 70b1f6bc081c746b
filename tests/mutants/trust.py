"""Lies about who is believed: the centre's signatures at the kiosk, the kiosk's at the centre."""

from __future__ import annotations

from typing import Any

from tests.mutants.mutant import Mutant, always

SYNC, SERVICES = "tests/kiosk/sync", "tests/kiosk/services"


def _system_too(truth: Any) -> Any:
    def exchange(self: Any, *given: Any) -> Any:
        self._ca_file = ""
        return truth(self, *given)

    return exchange


MUTANTS = (
    Mutant("anybody_publishes", "X31", "a published part is believed whoever signed it",
           "kiosk.sync.seal:Seal._judge", always(None),
           (f"{SYNC}/test_seal.py::test_a_changed_part_is_refused",)),
    Mutant("hash_not_looked_at", "X31", "a body is believed under another body's signature",
           "kiosk.sync.seal:_version_of", lambda truth: lambda body: _Any(),
           (f"{SYNC}/test_seal.py::test_a_changed_part_is_refused",)),
    Mutant("yesterday_again", "X31", "an older part takes the place of a newer one",
           "kiosk.storage.replica:SqliteReplica._pulled",
           lambda truth: lambda self, version, kept: truth(self, version, {"body": kept["body"]}),
           ("tests/kiosk/storage/test_replica.py::test_when_it_was_signed_is_kept_and_what_was_refused_is_known",)),
    Mutant("refusal_untold", "X31", "nobody hears of a part that was not the centre's",
           "kiosk.services.puller:Puller._newly_refused", always({}),
           (f"{SERVICES}/test_distrust.py::test_the_last_good_one_stays_and_it_is_told_once",)),
    Mutant("forged_command_done", "X31", "what is not signed is done all the same",
           "kiosk.sync.crm:HttpCrm._is_ours", always(True),
           (f"{SYNC}/test_seal.py::test_a_command_that_is_not_the_centres_is_refused",)),
    Mutant("no_alert_of_it", "X31", "the desk is not told that a kiosk refused what it pulled",
           "crm.kiosks.fleet:take_content", always(None),
           ("tests/crm/test_seal.py::test_a_refusal_is_one_alert_until_the_part_is_well",)),
    Mutant("revoked_in_vain", "L1", "what a revoked kiosk signs is taken",
           "crm.kiosks.registry:revoke", always(True),
           ("tests/crm/desk/test_kiosk_keys.py::test_a_supervisor_revokes_by_typing_which_one",)),
    Mutant("hammers_when_shut_out", "L1", "a revoked kiosk asks every few seconds",
           "kiosk.services.courier:SHUT_OUT", lambda truth: (),
           ("tests/kiosk/test_revoked_end_to_end.py"
            "::test_a_revoked_kiosk_keeps_its_queue_and_its_new_key_drains_it",)),
    Mutant("new_key_unseen", "L1", "after a new enrolment the queue waits for a restart",
           "kiosk.sync.crm:HttpCrm._has_new_key", always(False),
           ("tests/kiosk/test_revoked_end_to_end.py::test_a_key_is_renewed_without_a_pause_in_service",)),
    Mutant("any_authority", "L1", "the file of the company's own authority is not looked at",
           "kiosk.sync.line:Line._exchange", _system_too,
           (f"{SYNC}/test_authority.py::test_the_right_authority_is_trusted",)),
)  # fmt: skip


class _Any(str):
    """Equal to every text."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0
