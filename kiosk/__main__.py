"""The verbs: run, check, diagnose, record, enrol, faq-eval, verify-audit. `python -m kiosk VERB --help` tells more."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import sys
from pathlib import Path

from kiosk.domain.health import Device
from kiosk.settings import Fault, Settings, SettingsError, check, load, load_or_last_good, render

CONFIG = Path("kiosk.ini")


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.verb(asked))
    except SettingsError as faults:
        sys.stderr.write(f"{faults}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    run = _verb(verbs, "run", _run, "open the panel")
    run.add_argument("--size", type=_size, help="a window of WxH instead of the panel")
    run.add_argument(
        "--robot", type=_address, help="HOST:PORT of the test door; loopback and pretend devices only"
    )
    run.add_argument(
        "--transcript", type=Path, metavar="FILE", help="write down what is said; pretend devices only"
    )
    _verb(verbs, "check", _check, "find every fault of the settings")
    diagnose = _verb(verbs, "diagnose", _diagnose, "one JSON for support, without a customer's data")
    diagnose.add_argument(
        "--bundle", type=Path, metavar="DIR", help="write it with the log into a zip in DIR"
    )
    tape = _verb(verbs, "record", _record, "keep what goes over one device's line, without card numbers")
    tape.add_argument("device", choices=tuple(Device), help="whose line; nobody else may use its port")
    tape.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60, at most 600)")
    tape.add_argument("--out", type=Path, metavar="DIR", help="where to (default: traces in the data folder)")
    enrol = _verb(verbs, "enrol", _enrol, "make this kiosk known to the centre")
    enrol.add_argument("--code", required=True, help="the one-time code that the desk gave")
    enrol.add_argument("--renew", action="store_true", help="make a new key")
    weigh = _verb(verbs, "faq-eval", _faq_eval, "measure the search of answers on a set of questions")
    weigh.add_argument("--set", type=Path, required=True, help="JSON: corpus and queries")
    look = _verb(
        verbs, "verify-audit", _verify_audit, "find what was changed in the audit chain and the money"
    )
    look.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the data folder, as --data")
    look.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="HEAD",
        help="a head from a receipt or the centre, like '812 K7QM-3XPA' or '812 K7QM-3XPA@2026-11-26 14:05'",
    )
    return parser


def _verb(verbs: argparse._SubParsersAction, name: str, act: object, words: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words)
    verb.add_argument("--config", type=Path, default=CONFIG, help="the settings file (default: kiosk.ini)")
    verb.add_argument("--data", type=Path, help="the data folder (default: [kiosk] data)")
    verb.set_defaults(verb=act)
    return verb


def _settings(asked: argparse.Namespace) -> tuple[Settings, Path]:
    """The settings with the site's own over them, and the data folder."""
    data = asked.data or load(asked.config).kiosk.data
    return load(asked.config, data / "site.ini"), data


def _check(asked: argparse.Namespace) -> int:
    site = asked.data / "site.ini" if asked.data else None
    faults = check(asked.config, site) or _authority_faults(asked)
    sys.stdout.write(render(faults) + "\n")
    return 2 if faults else 0


def _authority_faults(asked: argparse.Namespace) -> list[Fault]:
    """What is wrong with the file of `[crm] ca_file`, which the settings only name."""
    from kiosk.clock import SiteClock
    from kiosk.sync.authority import fault_of

    settings, data = _settings(asked)
    path = settings.ca_file(data)
    found = fault_of(Path(path), SiteClock(settings.kiosk.zone).now()) if path else None
    where = "site.ini" if load(asked.config).crm.ca_file != settings.crm.ca_file else asked.config.name
    return [Fault(where, "crm", "ca_file", path, *found)] if found else []


def _diagnose(asked: argparse.Namespace) -> int:
    from kiosk.clock import SiteClock
    from kiosk.storage.diagnosis import SqliteDiagnosis
    from kiosk.stores import store_of
    from kiosk.support import SupportBundle

    data = asked.data or load(asked.config).kiosk.data
    settings = load_or_last_good(asked.config, data / "site.ini").settings
    store = store_of(settings, data)
    bundle = SupportBundle(settings, asked.config, data, SqliteDiagnosis(store))
    try:
        if asked.bundle:
            said = str(bundle.write_to(asked.bundle))
        else:
            said = json.dumps(
                bundle.diagnose(SiteClock(settings.kiosk.zone).now()), ensure_ascii=False, indent=2
            )
    except OSError as fault:
        sys.stderr.write(f"diagnose: {fault}\n")
        return 1
    finally:
        store.close()
    sys.stdout.write(f"{said}\n")
    return 0


def _record(asked: argparse.Namespace) -> int:
    """0: a trace lies there; 1: it does not."""
    from kiosk.bootstrap.recording import record

    settings, data = _settings(asked)
    try:
        said = record(settings, data, Device(asked.device), asked.seconds, asked.out or data / "traces")
    except (OSError, LookupError) as fault:
        sys.stderr.write(f"record: {fault}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


def _verify_audit(asked: argparse.Namespace) -> int:
    """0: all of it holds; 1: something does not; 2: it cannot be looked at."""
    from kiosk.ports import StoreError
    from kiosk.storage.evidence import findings, head_of, opened, summary
    from kiosk.stores import store_path, vault_of

    data = asked.folder or asked.data or load(asked.config).kiosk.data
    settings = load_or_last_good(asked.config, data / "site.ini").settings
    try:
        with opened(store_path(data), vault_of(settings, data)) as db:
            found = findings(db, [head_of(text) for text in asked.anchor])
            said = found or [f"all of it holds: {summary(db)}"]
    except (StoreError, ValueError) as fault:
        sys.stderr.write(f"verify-audit: {fault}\n")
        return 2
    sys.stdout.write("".join(f"{each}\n" for each in said))
    return 1 if found else 0


def _faq_eval(asked: argparse.Namespace) -> int:
    from kiosk.answers.evaluation import evaluate, load_set
    from kiosk.answers.synonyms import load_synonyms

    try:
        questions = load_set(asked.set)
    except (OSError, ValueError, TypeError) as fault:
        sys.stderr.write(f"faq-eval: {fault}\n")
        return 2
    synonyms = load_synonyms(Path(__file__).parents[1] / "assets" / "content" / "synonyms.txt")
    sys.stdout.write(json.dumps(evaluate(questions, synonyms)) + "\n")
    return 0


def _run(asked: argparse.Namespace) -> int:
    gc.disable()  # nearly all that the start makes stays; `kiosk.services.sweeper` takes over behind the first picture
    from kiosk.logs import start_logging, stop_logging
    from kiosk.panel import DoorShut, run

    data = asked.data or load(asked.config).kiosk.data
    loaded = load_or_last_good(asked.config, data / "site.ini")
    settings = loaded.settings
    handler = start_logging(data / "logs", settings.logs.level, settings.logs.keep_days)
    for fault in loaded.faults:
        logging.getLogger("kiosk").error("started with the last good settings; %s", fault)
    try:
        fell_back = bool(loaded.faults)
        again = run(
            settings,
            data,
            asked.size,
            asked.robot,
            fell_back=fell_back,
            config=asked.config,
            transcript=asked.transcript,
        )
    except DoorShut as shut:
        sys.stderr.write(f"{shut}\n")
        return 2
    finally:
        stop_logging(handler)
    if again:  # the same command line in the same process: whoever watches over it sees nothing end
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])
    return 0


def _enrol(asked: argparse.Namespace) -> int:
    from kiosk.bootstrap.centre import timeout
    from kiosk.ports import StoreError
    from kiosk.storage.keeper import SqliteKeeper
    from kiosk.stores import store_of
    from kiosk.sync.enrol import NotEnrolled, enrol
    from kiosk.sync.identity import IdentityError

    settings, data = _settings(asked)
    store = store_of(settings, data)
    try:
        epoch = SqliteKeeper(store, settings.kiosk.zone).epoch()
        enrol(
            settings.crm.url,
            settings.kiosk.id,
            asked.code,
            data,
            epoch,
            renew=asked.renew,
            timeout=timeout(settings),
            ca_file=settings.ca_file(data),
        )
    except (NotEnrolled, IdentityError, StoreError, ValueError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    finally:
        store.close()
    sys.stdout.write(f"{settings.kiosk.id} is known at {settings.crm.url}\n")
    return 0


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= 270 and int(height) >= 270):
        raise argparse.ArgumentTypeError("a size is WIDTHxHEIGHT in pixels, like 1080x1920")
    return int(width), int(height)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise argparse.ArgumentTypeError("an address is HOST:PORT, like 127.0.0.1:8711")
    return host, int(port)


if __name__ == "__main__":
    sys.exit(main())
