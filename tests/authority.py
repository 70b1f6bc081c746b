"""Certificates for tests: authorities of nobody's, and what they say of servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HOUR = timedelta(hours=1)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass
class Authority:
    """Signs certificates for servers. `begins` and `ends` are those of its own."""

    name: str = "Qingchuan test authority"
    begins: timedelta = -HOUR
    ends: timedelta = HOUR
    key: ec.EllipticCurvePrivateKey = field(default_factory=_key)

    def __post_init__(self) -> None:
        made = self._begun(self.name, self.key.public_key(), self.begins, self.ends)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        made = made.add_extension(x509.KeyUsage(**usage, key_cert_sign=True, crl_sign=True), critical=True)
        own = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        self.certificate = made.add_extension(own, critical=False).sign(self.key, hashes.SHA256())

    def write(self, path: Path) -> Path:
        """Its certificate, as a kiosk is given it."""
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return path

    def server(
        self, path: Path, address: str = "127.0.0.1", begins: timedelta = -HOUR, ends: timedelta = HOUR
    ) -> Path:
        """Key and certificate of a server at this address, in one file."""
        key = _key()
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        made = self._begun("centre", key.public_key(), begins, ends).add_extension(names, critical=False)
        certificate = made.add_extension(signer, critical=False).sign(self.key, hashes.SHA256())
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
        return path

    def _begun(
        self, name: str, key: ec.EllipticCurvePublicKey, begins: timedelta, ends: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name(self.name))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
        )
