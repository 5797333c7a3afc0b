"""Seals on the buttons of the desk: a button that changes something works once, in its chat, and nobody else makes it.

What stands behind «#» is a number drawn for this one button and a proof that Mujaz drew it. Which numbers are used up
is the audit log's to know (storage.audit).
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256

from mujaz.letter import Button, Keyboard
from mujaz.team import act_of

PATTERN = r"(#[A-Za-z0-9_-]{14})?"
"""What may stand behind a button's data."""
_SERIAL = 6
_PROOF = 8
_SEALED = re.compile(r"#[A-Za-z0-9_-]{14}\Z")


def unsealed(data: str) -> str:
    """What a button asks for, without its seal."""
    return _SEALED.sub("", data)


class Seals:
    """Seals buttons, and tells whether a seal is genuine."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def on(self, keyboard: Keyboard, chat_id: int) -> Keyboard:
        """The same keyboard for a chat; only what changes something at the desk is sealed, each time anew."""
        return tuple(tuple(self._sealed(button, chat_id) for button in row) for row in keyboard)

    def seal(self, data: str, chat_id: int) -> str:
        """What a button asks for, sealed."""
        serial = secrets.token_urlsafe(_SERIAL)[:_SERIAL]
        return f"{data}#{serial}{self._proof(data, chat_id, serial)}"

    def opened(self, data: str, chat_id: int) -> str | None:
        """The number of a button that was sealed for this chat; None for any other."""
        bare, _, seal = data.rpartition("#")
        serial, proof = seal[:_SERIAL], seal[_SERIAL:]
        genuine = self._proof(bare, chat_id, serial)
        return serial if hmac.compare_digest(genuine.encode(), proof.encode("utf-8", "surrogateescape")) else None

    def _sealed(self, button: Button, chat_id: int) -> Button:
        act = act_of(button.data)
        return button if act is None or not act.changes else replace(button, data=self.seal(button.data, chat_id))

    def _proof(self, data: str, chat_id: int, serial: str) -> str:
        whole = hmac.digest(self._secret, f"{chat_id}\0{data}\0{serial}".encode("utf-8", "surrogateescape"), sha256)
        return urlsafe_b64encode(whole).decode()[:_PROOF]
