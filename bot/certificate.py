"""The webhook's own certificate, for a bot that no proxy stands before. Refuses files that are no pair.

A certificate that vouches for itself is shown to Telegram, which has no other way of knowing it
(core.telegram.org/bots/self-signed); one that an authority vouches for is not.
"""

import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

FLIGHTS = 4
"""More than the messages of a handshake, both ways."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """`context` speaks TLS with it; `shown` is what Telegram must be given, None where it need not be."""

    context: ssl.SSLContext = field(repr=False)
    shown: Path | None


def load_certificate(certificate: Path, key: Path) -> Certificate:
    """Loads a pair of PEM files. Raises ValueError, saying what is wrong with them."""
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
    except FileNotFoundError:
        missing = certificate if not certificate.exists() else key
        raise ValueError(f"{missing} is not there") from None
    except OSError as error:  # ssl.SSLError is one
        reason = getattr(error, "reason", None) or error.strerror or "no certificate in PEM"
        raise ValueError(f"{certificate} and {key} are no pair that can be used ({reason})") from None
    return Certificate(context, certificate if _vouches_for_itself(context, certificate) else None)


def _vouches_for_itself(server: ssl.SSLContext, certificate: Path) -> bool:
    """Whether a client that trusts nothing but this file would speak with the server: tried in memory."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(certificate)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(to_client, to_server)
    answering = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(FLIGHTS):
        for side in (asking, answering):
            with suppress(ssl.SSLWantReadError):
                try:
                    side.do_handshake()
                except ssl.SSLCertVerificationError:
                    return False
    return True
