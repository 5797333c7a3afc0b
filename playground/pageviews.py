"""What the chat page is told: the JSON shapes of the control API. Reads the world, changes nothing."""

from collections.abc import Iterable

from playground.entities import Entity, covered
from playground.events import Event
from playground.messages import Button, JsonObject, Message
from playground.people import Person
from playground.world import World


def state_view(world: World, people: Iterable[Person]) -> JsonObject:
    """GET /_ctl/state."""
    profile = world.profile
    bot = {
        "id": world.bot_id,
        "name": profile.name.default,
        "username": world.bot.username,
        "description": profile.description.default,
        "short_description": profile.short_description.default,
    }
    return {"bot": bot, "people": [person_view(person) for person in people]}


def person_view(person: Person) -> JsonObject:
    """A person, in the list and alone."""
    user = person.user
    return {"id": user.id, "name": user.first_name, "role": person.role, "language_code": user.language_code}


def private_chat_view(world: World, person: Person) -> JsonObject:
    """GET /_ctl/people/{id}."""
    return {
        "person": person_view(person),
        "blocked": person.chat.blocked,
        "commands": world.profile.commands_seen_by(person.id, person.user.language_code),
        "reply_keyboard": _reply_keyboard(person.chat.reply_keyboard),
        "messages": [message_view(message) for message in person.messages],
    }


def _reply_keyboard(markup: JsonObject | None) -> JsonObject | None:
    if markup is None:
        return None
    # A button may also be a bare string (Bot API, KeyboardButton).
    rows = [[button["text"] for button in row] for row in markup["keyboard"]]
    return {"rows": rows, "placeholder": markup.get("input_field_placeholder", "")}


def message_view(message: Message) -> JsonObject:
    """PageMessage."""
    document = message.document
    kind = message.attachment.kind if message.attachment else ""
    return {
        "id": message.message_id,
        "from": "bot" if message.from_bot else "person",
        "date": message.date,
        "edited": message.edited,
        "text": _point(message.location) if message.location else message.text,
        "entities": [entity.wire() for entity in message.entities],
        "keyboard": [[_button_view(button) for button in row] for row in message.keyboard] or None,
        "photo": _address(message.photo.file_id) if message.photo else None,
        "document": {"name": document.name, "url": _address(document.file_id), "size": len(document.data)}
        if document
        else None,
        "voice": kind == "voice",
        "sticker": kind == "sticker",
        "reply_to": message.reply_to.message_id if message.reply_to else None,
        "preview_url": _preview_url(message),
    }


def _point(location: JsonObject) -> str:
    """A location in words: the page draws no maps."""
    return f"{location['latitude']:.4f}, {location['longitude']:.4f}"


def _address(file_id: str) -> str:
    return f"/_ctl/files/{file_id}"


def _button_view(button: Button) -> JsonObject:
    parts = {"text": button.text, "data": button.data, "url": button.url, "copy": button.copy}
    return {name: part for name, part in parts.items() if part is not None}


def _preview_url(message: Message) -> str | None:
    preview = message.preview or {}
    if preview.get("is_disabled") or message.attachment:
        return None
    return preview.get("url") or next((_link(message.text, e) for e in message.entities if _is_link(e)), None)


def _is_link(entity: Entity) -> bool:
    return entity.type in ("url", "text_link")


def _link(text: str, entity: Entity) -> str:
    address = entity.url or covered(text, entity)
    return address if "://" in address else f"http://{address}"


def event_view(event: Event) -> JsonObject:
    """What goes into the stream of GET /_ctl/events."""
    view: JsonObject = {"type": event.type, "person": event.chat, **event.details}
    if event.message:
        view["message"] = message_view(event.message)
    return view
