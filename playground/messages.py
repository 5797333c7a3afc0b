"""Messages as the toy keeps them, and as the Bot API says them. Immutable: an edit puts a new one in the
place of the old.
"""

from dataclasses import dataclass
from typing import Any

from playground.entities import Entity
from playground.files import StoredFile
from playground.rendering import render

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None

    def wire(self) -> JsonObject:
        """The Bot API's User."""
        body: JsonObject = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            body["username"] = self.username
        if self.language_code:
            body["language_code"] = self.language_code
        return body


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; at most one of `data`, `url` and `copy` is set."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, document, voice note or sticker: its kind, its file, and what else that kind says."""

    kind: str
    file: StoredFile
    details: JsonObject

    def wire(self) -> Any:
        """The Bot API's value for the message's field of this kind."""
        body = {**self.file.wire(), **self.details}
        return [body] if self.kind == "photo" else body


def in_topic(thread_id: int | None) -> tuple[tuple[str, Any], ...]:
    """What a message has beside others that stands in a topic of a forum."""
    return () if thread_id is None else (("message_thread_id", thread_id), ("is_topic_message", True))


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a chat. `text` is the caption where there is an attachment; `date` in unix seconds."""

    message_id: int
    chat: JsonObject
    sender: User
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    attachment: Attachment | None = None
    markup: JsonObject | None = None
    preview: JsonObject | None = None
    reply_to: "Message | None" = None
    edit_date: int | None = None
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.sender.is_bot

    @property
    def edited(self) -> bool:
        """Whether it was changed since it was sent."""
        return self.edit_date is not None

    @property
    def html(self) -> str:
        """The text, its formatting as HTML again."""
        return render(self.text, self.entities)

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """The rows of buttons under it."""
        rows = self.markup["inline_keyboard"] if self.markup else ()
        return tuple(tuple(_button(button) for button in row) for row in rows)

    @property
    def location(self) -> JsonObject | None:
        """The point on the map that it is, in degrees."""
        return dict(self.extra).get("location")

    @property
    def photo(self) -> StoredFile | None:
        """Its photo's file."""
        return self.attachment.file if self.attachment and self.attachment.kind == "photo" else None

    @property
    def document(self) -> StoredFile | None:
        """Its document's file."""
        return self.attachment.file if self.attachment and self.attachment.kind == "document" else None

    def wire(self, with_reply: bool = True) -> JsonObject:
        """The Bot API's Message; the message it replies to is given without its own."""
        body: JsonObject = {"message_id": self.message_id, "chat": self.chat}
        if self.chat["type"] == "channel":  # whoever posts there, posts as the channel
            body["sender_chat"] = self.chat
        else:
            body["from"] = self.sender.wire()
        body["date"] = self.date
        body.update(self.extra)
        if with_reply and self.reply_to:
            body["reply_to_message"] = self.reply_to.wire(with_reply=False)
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        self._add_content(body)
        if self.preview is not None:
            body["link_preview_options"] = self.preview
        if self.markup is not None:
            body["reply_markup"] = self.markup
        return body

    @property
    def topic(self) -> int | None:
        """The topic of a forum that it stands in."""
        extra = dict(self.extra)
        return extra["message_thread_id"] if "is_topic_message" in extra else None

    def _add_content(self, body: JsonObject) -> None:
        if self.attachment:
            body[self.attachment.kind] = self.attachment.wire()
        if self.text:
            body["caption" if self.attachment else "text"] = self.text
        if self.entities:
            name = "caption_entities" if self.attachment else "entities"
            body[name] = [entity.wire() for entity in self.entities]


def _button(wire: JsonObject) -> Button:
    copied = wire.get("copy_text")
    return Button(wire["text"], wire.get("callback_data"), wire.get("url"), copied["text"] if copied else None)
