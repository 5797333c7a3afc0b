"""Writes text and entities as HTML again, for a test or a person to read. Checks nothing."""

from html import escape

from playground.entities import Entity

_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler",
    "code": "code", "blockquote": "blockquote",
}  # fmt: skip


def render(text: str, entities: tuple[Entity, ...]) -> str:
    """`text` with its formatting as HTML; what Telegram finds by itself (commands, addresses) stays plain."""
    units = text.encode("utf-16-le")
    marks: list[tuple[int, int, int, str]] = []
    for order, entity in enumerate(entities):
        if tags := _tags(entity):
            marks.append((entity.offset, 1, order, tags[0]))
            marks.append((entity.end, 0, -order, tags[1]))
    pieces, done = [], 0
    for offset, _, _, tag in sorted(marks):
        pieces += [escape(units[2 * done : 2 * offset].decode("utf-16-le", "replace"), quote=False), tag]
        done = offset
    return "".join([*pieces, escape(units[2 * done :].decode("utf-16-le", "replace"), quote=False)])


def _tags(entity: Entity) -> tuple[str, str] | None:
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if entity.type == "pre":
        opened = f'<code class="language-{escape(entity.language)}">' if entity.language else ""
        return f"<pre>{opened}", f"{'</code>' if opened else ''}</pre>"
    tag = _TAGS.get(entity.type)
    return (f"<{tag}>", f"</{tag}>") if tag else None
