"""What a message brings besides its text: a file, where it was forwarded from, and what kind of thing it is."""

from dataclasses import dataclass
from datetime import datetime

from telegram import Message, MessageOriginChannel, MessageOriginUser, User

from mujaz.arabic.fold import strip_controls

ATTACHMENTS = {
    "voice": "voice", "audio": "voice", "video_note": "voice",
    "sticker": "sticker",
    "photo": "photo", "video": "photo", "animation": "photo",
    "document": "document",
}  # fmt: skip
"""What a message may hold instead of text, and the kind by which we speak of it."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Where a forwarded post stood: the channel's title, its link where it is public, when (UTC), and its chat."""

    channel: str
    link: str | None
    at: datetime
    chat_id: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that Telegram keeps: its name, and its size in bytes as far as Telegram tells."""

    file_id: str
    name: str
    size: int | None


def attachment(message: Message) -> str | None:
    """The kind of what a message holds instead of text."""
    return next((kind for field, kind in ATTACHMENTS.items() if getattr(message, field)), None)


def forwarded(message: Message) -> Forwarded | None:
    """Where a channel's post stood; None for what is no such post."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return None
    link = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
    return Forwarded(strip_controls(origin.chat.title or ""), link, origin.date, origin.chat.id)


def author(message: Message) -> User | None:
    """Who wrote what was forwarded, where they let Telegram tell."""
    origin = message.forward_origin
    return origin.sender_user if isinstance(origin, MessageOriginUser) else None


def file(message: Message) -> Sent | None:
    """A file that a message brings."""
    found = message.document
    return None if found is None else Sent(found.file_id, found.file_name or "", found.file_size)
