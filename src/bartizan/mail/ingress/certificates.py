"""The certificate for STARTTLS: the one configured, or one we make for ourselves."""

import os
import ssl
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bartizan.base.clock import Clock
from bartizan.mail.errors import CertificateError
from bartizan.mail.settings import GatewaySettings

_LIFETIME = timedelta(days=3650)
_COMMON_NAME_LIMIT = 64


def tls_context(settings: GatewaySettings, data: Path, clock: Clock) -> ssl.SSLContext:
    """Return the server's TLS context; without a certificate configured one is made in `data`.

    A self-signed certificate is right for opportunistic TLS between mail servers, which rarely
    verify; it keeps mail from being read on the way.

    Raises:
        CertificateError: the configured files cannot be used.
    """
    certificate, key = settings.certificate, settings.private_key
    if certificate is None:
        certificate, key = _own_certificate(settings.host_name, data, clock)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise CertificateError(
            f"The certificate {certificate} cannot be used with its key; check that both are PEM "
            "files, readable, and belong together."
        ) from error
    return context


def _own_certificate(host: str, data: Path, clock: Clock) -> tuple[Path, Path]:
    """Return our own certificate and key, made on first use; one file, so never half made."""
    both = data / "mail-tls.pem"
    if not both.exists():
        data.mkdir(parents=True, exist_ok=True)
        # Several gateways may start at once: each makes its own file, readable by us alone.
        handle, fresh = tempfile.mkstemp(prefix="mail-tls-", dir=data)
        with os.fdopen(handle, "wb") as file:
            file.write(_self_signed(host, clock))
        Path(fresh).replace(both)
    return both, both


def _self_signed(host: str, clock: Clock) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:_COMMON_NAME_LIMIT])])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
