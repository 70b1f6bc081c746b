"""`python -m crm VERB`: the centre's command line. It says what was done on stdout and why not on stderr (exit 1)."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import ssl
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from crm import audit, chain, serving
from crm.billing import outside
from crm.billing.differences import Verdict
from crm.billing.reconciliation import Asked, all_kiosks, reconcile
from crm.billing.report import lines_of, told, verdict_of
from crm.centre import Centre, Settings
from crm.counters import systems
from crm.database import Database
from crm.demo import CARDS, STAFF, bills_on, codes_on, seed
from crm.demo.announcements import seed_announcements
from crm.demo.calendar import seed_calendar
from crm.demo.waits import seed_waits
from crm.demo.week import Week
from crm.figures import thresholds
from crm.imports import BILLS, CUSTOMERS, import_bills, import_customers
from crm.intake import batch_seal
from crm.kiosks import registry, seal
from crm.kiosks.seal import Seal
from crm.knowledge.articles import SITE_ZONE
from crm.knowledge.imports import ARTICLES, FACTORY, import_articles
from crm.recovery import keys, stores
from crm.recovery.drain import drain
from crm.schema import Article, Role
from crm.staff.logins import Logins
from crm.tokens import Secrets

DEFAULT_DB = "sqlite:///centre.db"


class Wrong(Exception):
    """Something that whoever typed the command can put right."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb. 0: done. 1: not done, and stderr says why."""
    asked = _parser().parse_args(arguments)
    try:
        with closing(Database(asked.db)) as database:
            run: Callable[[Centre, argparse.Namespace], int | None] = asked.run
            return run(Centre(database), asked) or 0
    except OperationalError as silent:
        print(f"crm {asked.verb}: the database does not answer: {silent.orig}", file=sys.stderr)
        return 1
    except (Wrong, ValueError, OSError) as wrong:
        print(f"crm {asked.verb}: {wrong}", file=sys.stderr)
        return 1


def init(centre: Centre, asked: argparse.Namespace) -> None:
    centre.database.migrate()
    with centre.database.writing() as session:
        if not session.scalar(select(func.count()).select_from(Article)):
            import_articles(session, ARTICLES.validate_json(FACTORY.read_bytes()), centre.clock(), SITE_ZONE)
    _say(db=centre.database.shown, schema=centre.database.revision())


def serve(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    host, _, port = asked.http.rpartition(":")
    if not host or not port.isdecimal():
        raise Wrong(f"--http {asked.http}: HOST:PORT is wanted")
    how = serving.Asked(
        host,
        int(port),
        asked.messages,
        max(0, asked.syncs),
        tuple(asked.signing_key),
        asked.recovery_key,
        _certificate(asked),
        asked.tls_key,
    )
    if asked.workers == 1:
        serving.serve(replace(centre, seal=_seal(asked)), how)
    elif centre.database.is_postgresql:
        _seal(asked)  # a key that is not there is said here; each process reads its own
        serving.serve_by_several(asked.db, how, asked.workers)
    else:
        raise Wrong("--workers: several need PostgreSQL; SQLite has one writer at a time")


def add_staff(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    try:
        Logins(centre).add(asked.login, asked.name, Role(asked.role), _password(asked))
    except IntegrityError as twice:
        raise Wrong(f"the login {asked.login} is taken") from twice
    _say(login=asked.login, role=asked.role)


def enrol_kiosk(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    if not (
        asked.kiosk.isascii() and asked.kiosk.isalnum() and asked.kiosk.isupper() and len(asked.kiosk) <= 12
    ):
        raise Wrong(f"{asked.kiosk}: a kiosk's id is 1 to 12 capital letters and digits, like K07")
    now = centre.clock()
    with centre.database.writing() as session:
        code = registry.issue_code(session, asked.kiosk, asked.site, now, centre.settings.enrolment)
    print(code)


def revoke_kiosk(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    with centre.database.writing() as session:
        if not registry.revoke(session, asked.kiosk, audit.CENTRE, centre.clock()):
            raise Wrong(f"there is no kiosk {asked.kiosk}")
    _say(revoked=asked.kiosk)


def trust_queue(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    try:
        system = systems.System(asked.system, asked.site, asked.key)
        with centre.database.writing() as session:
            systems.trust(session, system, audit.CENTRE, centre.clock())
    except systems.NoSuch as none:
        raise Wrong(f"there is no site {asked.site}") from none
    _say(trusted=asked.system, site=asked.site)


def revoke_queue(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    with centre.database.writing() as session:
        if not systems.revoke(session, asked.system, audit.CENTRE, centre.clock()):
            raise Wrong(f"there is no queue system {asked.system}")
    _say(revoked=asked.system)


def verify_audit(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    with centre.database.reading() as session:
        broken = [*chain.breaks(session), *batch_seal.breaks(session, centre.clock())]
        lines, head = chain.end(session)
    if broken:
        raise Wrong("; ".join(broken))
    _say(lines=lines, head=head)


def import_file(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    text = Path(asked.file).read_bytes()
    try:
        with centre.database.writing() as session:
            if asked.what == "customers":
                rows = import_customers(session, CUSTOMERS.validate_json(text), Secrets(), centre.clock())
            elif asked.what == "knowledge":
                articles = ARTICLES.validate_json(text)
                rows = import_articles(session, articles, centre.clock(), SITE_ZONE)
            elif asked.what in ("payouts", "postings"):
                rows = outside.take_file(session, asked.what[:-1], text.decode(), centre.clock())
            else:
                rows = import_bills(session, BILLS.validate_json(text), centre.clock())
    except ValidationError as wrong:
        raise Wrong(_places(wrong)) from wrong
    _say(imported=asked.what, rows=rows)


def reconcile_day(centre: Centre, asked: argparse.Namespace) -> int:
    """0: agreed; 1: not agreed; 2: cannot be confirmed."""
    _must_be_ready(centre, asked)
    with centre.database.reading() as session:
        late = timedelta(hours=thresholds.read(session)["record_late"])
        about = (asked.day, ZoneInfo(SITE_ZONE), centre.clock(), late)
        days = (
            [reconcile(session, Asked(asked.kiosk, *about))] if asked.kiosk else all_kiosks(session, *about)
        )
        if asked.json:
            _say(
                day=asked.day.isoformat(), verdict=verdict_of(days).value, kiosks=[told(day) for day in days]
            )
        else:
            print("\n".join(line for day in days for line in lines_of(day)))
    return {Verdict.AGREED: 0, Verdict.NOT_AGREED: 1, Verdict.CANNOT_CONFIRM: 2}[verdict_of(days)]


def recovery_key(centre: Centre, asked: argparse.Namespace) -> None:
    file = Path(asked.file)
    key = keys.load(file) if file.exists() else keys.make(file)
    _say(recovery_key=keys.shown(key))


def _certificate(asked: argparse.Namespace) -> str:
    """The file with which this speaks TLS, looked at before anybody is served; empty: it speaks plainly."""
    if not asked.tls_cert:
        return ""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(asked.tls_cert, asked.tls_key or None)
    except OSError as wrong:
        why = wrong.strerror or str(wrong)
        raise Wrong(f"--tls-cert {asked.tls_cert} --tls-key {asked.tls_key}: {why}") from wrong
    return str(asked.tls_cert)


def signing_key(centre: Centre, asked: argparse.Namespace) -> None:
    file = Path(asked.file)
    key = seal.load(file) if file.exists() else seal.make(file)
    _say(signing_key=key.id, public_key=key.shown)


def _seal(asked: argparse.Namespace) -> Seal:
    try:
        return seal.found(asked.signing_key, os.environ.get("CREDENTIALS_DIRECTORY"), asked.recovery_key)
    except ValueError as wrong:
        raise Wrong(str(wrong)) from wrong
    except OSError as wrong:
        raise Wrong(f"--signing-key {wrong.filename}: {wrong.strerror}") from wrong


def recover(centre: Centre, asked: argparse.Namespace) -> None:
    _must_be_ready(centre, asked)
    folder = Path(asked.folder)
    if asked.store_key:
        left = stores.with_key(folder, asked.kiosk, Path(asked.store_key))
    elif asked.key:
        left = stores.found_in(folder, keys.load(Path(asked.key)))
    else:
        raise Wrong("--key FILE (the recovery key) or --store-key FILE and --kiosk ID is wanted")
    unsettled = []
    for each in left:
        drained = drain(centre, each)
        told = {stream: dict(+count) for stream, count in drained.streams.items()}
        _say(store=each.file.name, kiosk=each.kiosk, epoch=drained.epoch, **told)
        unsettled += [f"{id}: {why}" for id, why in drained.refused]
        unsettled += (
            [] if drained.whole or drained.refused else [f"{each.file.name}: some records are damaged"]
        )
    if unsettled:
        raise Wrong("not everything was taken, keep the folder: " + "; ".join(unsettled))


def demo(centre: Centre, asked: argparse.Namespace) -> None:
    centre.database.migrate()
    seed(centre, Secrets(), with_crowd=not asked.few)
    seed_calendar(centre, always_open=asked.always_open)
    seed_waits(centre)
    seed_announcements(centre)
    if not asked.few:
        Week(centre).live()
    _say(
        staff=[{"login": each.login, "password": each.password} for each in STAFF],
        cards=[{"token": card.token, "pin": card.pin} for cards in CARDS.values() for card in cards],
        bills=[{"bill": bill.id, "codes": codes_on(bill)} for bill in bills_on(centre.clock())],
    )


def _must_be_ready(centre: Centre, asked: argparse.Namespace) -> None:
    if not centre.database.is_current():
        raise Wrong(
            f"the tables are not there or not current: python -m crm init --db {centre.database.shown}"
        )


def _password(asked: argparse.Namespace) -> str:
    """Never an argument, because arguments are seen by everybody on the machine."""
    if asked.password_file:
        return Path(asked.password_file).read_text(encoding="utf-8").rstrip("\n")
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


def _places(wrong: ValidationError) -> str:
    """Every fault at once, by place, without what stood there."""
    faults = wrong.errors(include_input=False, include_url=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)


def _some(text: str) -> int:
    """A number from 1 on."""
    if not 1 <= (number := int(text)) <= 64:
        raise ValueError
    return number


def _say(**what: Any) -> None:
    print(json.dumps(what, ensure_ascii=False))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--db",
        default=DEFAULT_DB,
        help=f"sqlite:///FILE or postgresql://USER@HOST/NAME (default {DEFAULT_DB})",
    )
    parser = argparse.ArgumentParser(prog="python -m crm", description="The centre behind the kiosks.")
    verbs = parser.add_subparsers(dest="verb", required=True)

    def verb(
        name: str, run: Callable[[Centre, argparse.Namespace], int | None], help: str
    ) -> argparse.ArgumentParser:
        each = verbs.add_parser(name, parents=[common], help=help, description=help)
        each.set_defaults(run=run)
        return each

    verb("init", init, "make the tables, or bring them up to date")
    each = verb("serve", serve, "serve kiosks and desk")
    each.add_argument("--http", default="127.0.0.1:8080", metavar="HOST:PORT", help="port 0 takes a free one")
    each.add_argument(
        "--syncs",
        type=int,
        default=Settings().syncs_at_once,
        metavar="N",
        help="kiosks that hand over at the same time, the others come again (default %(default)s; 0: all that come)",
    )
    each.add_argument(
        "--workers",
        type=_some,
        default=1,
        metavar="N",
        help="processes that serve (default 1; PostgreSQL only)",
    )
    each.add_argument(
        "--messages",
        default="",
        metavar="URL",
        help="where messages to phones go (a workbench's /phone/messages)",
    )
    each.add_argument(
        "--tls-cert", default="", metavar="FILE", help="its certificate and chain (PEM): speak TLS"
    )
    each.add_argument("--tls-key", default="", metavar="FILE", help="the private key of --tls-cert")
    each.add_argument(
        "--signing-key",
        action="append",
        default=[],
        metavar="FILE",
        help="signs what kiosks pull and are told to do; given twice, both sign, so that kiosks can change over",
    )
    each.add_argument(
        "--recovery-key",
        default="",
        metavar="TEXT",
        help="what recovery-key printed; kiosks get it when they enrol",
    )
    each = verb(
        "add-staff", add_staff, "let somebody work at the desk; the password comes from stdin or a file"
    )
    each.add_argument("login")
    each.add_argument("name")
    each.add_argument("--role", choices=[role.value for role in Role], default=Role.AGENT.value)
    each.add_argument("--password-file", metavar="FILE")
    each = verb("enrol-kiosk", enrol_kiosk, "print a one-time code with which a kiosk enrols")
    each.add_argument("kiosk")
    each.add_argument("--site", default="", help="where it stands, as agents call it")
    each = verb("revoke-kiosk", revoke_kiosk, "take nothing from this kiosk until it enrols again")
    each.add_argument("kiosk")
    each = verb("trust-queue", trust_queue, "let a queue-ticket system tell how long one waits at its site")
    each.add_argument("system", help="its name, 1 to 32 small letters, digits and hyphens")
    each.add_argument("--site", required=True, help="the site's name, as the calendar has it")
    each.add_argument("--key", required=True, help="base64 of its Ed25519 public key (32 bytes)")
    each = verb("revoke-queue", revoke_queue, "take nothing from this queue-ticket system any more")
    each.add_argument("system")
    each = verb(
        "import", import_file, "take over customers, bills, articles (JSON), payouts or postings (CSV)"
    )
    each.add_argument("what", choices=["customers", "bills", "knowledge", "payouts", "postings"])
    each.add_argument("file")
    each = verb(
        "recovery-key", recovery_key, "make the key that reads dead kiosks' stores; print its public half"
    )
    each.add_argument("file", help="where the private half lies, or is to; keep it off line")
    each = verb(
        "signing-key", signing_key, "make a key with which serve signs for the kiosks; print its public half"
    )
    each.add_argument("file", help="where it lies, or is to; for this user's eyes only")
    each = verb("recover", recover, "take in what a dead kiosk still owed, each record once")
    each.add_argument("folder", metavar="DIR", help="its store folder, moved here; it stays as it is")
    each.add_argument("--key", default="", metavar="FILE", help="the private half of the recovery key")
    each.add_argument("--store-key", default="", metavar="FILE", help="instead: the kiosk's own key file")
    each.add_argument("--kiosk", default="", metavar="ID", help="with --store-key: whose store it is")
    verb("verify-audit", verify_audit, "find an edited, removed or reordered line of the audit list")
    each = verb(
        "reconcile", reconcile_day, "compare a day's journals, terminals and postings; name every difference"
    )
    each.add_argument("--day", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    each.add_argument("--kiosk", default="", metavar="ID", help="this one only (default: all)")
    each.add_argument("--json", action="store_true", help="one JSON object for programs")
    each = verb("demo", demo, "seed the made-up customers, cards, bills and staff of the demonstration")
    each.add_argument("--few", action="store_true", help="only the six whom the guides name")
    each.add_argument("--always-open", action="store_true", help="agents call at any hour of any day")
    return parser


if __name__ == "__main__":
    sys.exit(main())
