"""Whose certificate a centre must have: the authority of `[crm] ca_file` and no other, or those that the system trusts.

What is wrong with the file is found before the kiosk runs (`python -m kiosk check`), what is wrong with a certificate
when the line is opened.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.x509 import BasicConstraints, Certificate, ExtensionNotFound, load_pem_x509_certificates

ADVICE = "check this kiosk's clock, [crm] url and [crm] ca_file"


def fault_of(path: Path, now: datetime) -> tuple[str, str] | None:
    """What is wrong with the file of an authority, and what to do; None: it can be used. `now` is aware."""
    try:
        found = load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        return f"cannot be read: {error.strerror}", "put the authority's certificate (PEM) there"
    except ValueError:
        return "holds no certificate", "write the authority's certificate into it, as PEM"
    authorities = [each for each in found if _is_authority(each)]
    if not authorities:
        return "holds no authority's certificate", "take that of the authority, not the server's own"
    return _over(authorities, now)


def _over(authorities: Sequence[Certificate], now: datetime) -> tuple[str, str] | None:
    if any(each.not_valid_before_utc <= now <= each.not_valid_after_utc for each in authorities):
        return None
    last = max(each.not_valid_after_utc for each in authorities)
    wrong = f"ran out on {last:%Y-%m-%d}" if last < now else "does not hold yet"
    return wrong, "put the authority's next certificate beside it, and check this kiosk's clock"


def _is_authority(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (ExtensionNotFound, ValueError):
        return False


def why(error: BaseException) -> str:
    """The library's word on a certificate, such as `certificate has expired`; empty where it has none."""
    seen: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead:
        each = ahead.pop()
        if isinstance(each, ssl.SSLCertVerificationError):
            return each.verify_message
        if isinstance(each, BaseException) and each not in seen:
            seen.append(each)
            ahead += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return ""
