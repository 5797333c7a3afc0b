"""The webhook's own certificate, for a bot that no proxy stands before. Refuses files that are no pair.

A certificate that signed itself is shown to Telegram, which trusts no other way of knowing it
(core.telegram.org/bots/self-signed); one that an authority signed is not.
"""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509


@dataclass(frozen=True, slots=True)
class Certificate:
    """`context` speaks TLS with it; `shown` is what Telegram must be given, None where it need not be."""

    context: ssl.SSLContext = field(repr=False)
    shown: bytes | None


def load_certificate(certificate: Path, key: Path) -> Certificate:
    """Loads a pair of PEM files. Raises ValueError, saying what is wrong with them."""
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        text = certificate.read_bytes()
        first = x509.load_pem_x509_certificate(text)
    except FileNotFoundError:
        missing = certificate if not certificate.exists() else key
        raise ValueError(f"{missing} is not there") from None
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or "no certificate in PEM"
        raise ValueError(f"{certificate} and {key} are no pair that can be used ({reason})") from None
    return Certificate(context, text if first.issuer == first.subject else None)
