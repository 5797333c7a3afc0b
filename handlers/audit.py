"""/audit: who of the desk did what and when, page by page, and all of it as a file. Owners only."""

import csv
import io
from collections.abc import Sequence

from markupsafe import Markup

from handlers.gate import admitted
from handlers.heard import Heard
from handlers.room import Room
from mujaz.deed import Entry
from mujaz.letter import Button, Keyboard
from mujaz.team import ACTS, Right, verb_of
from mujaz.texts.catalogue import Voice
from storage import audit

PAGE = 15
FILE_MOST = 100_000
"""Entries in the file, the newest: it fits into what Telegram takes."""
NAME_SHOWN = 40
NEWEST = 10**18 - 1


async def show(room: Room, heard: Heard) -> None:
    """/audit: the newest page."""
    if not await admitted(room, heard, Right.GOVERN, "audit"):
        return
    await heard.tell(*await _page(room, NEWEST, heard.voice))


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on «audit:120:page», for what is older than entry 120, or on «audit:file»."""
    number, _, verb = heard.data.rpartition(":")
    await heard.toast()
    if verb == "file":
        found = await room.store.read(audit.everything, FILE_MOST)
        await heard.answer_with_document("mujaz-audit.csv", _as_csv(found), heard.voice.say("audit.sent"))
        return
    blocks, buttons = await _page(room, int(number or NEWEST), heard.voice)
    await heard.rewrite(Markup("\n").join(blocks), buttons)


def line(entry: Entry, tongue: Voice) -> Markup:
    """An entry in one line: when, who, what, and what came of it where that needs saying."""
    local = entry.at.astimezone(tongue.zone)
    values = {
        "day": tongue.short_day(entry.at),
        "time": tongue.clock(local.hour * 60 + local.minute),
        "name": entry.deed.name[:NAME_SHOWN] or str(entry.deed.user_id),
        "deed": tongue.label(f"deed.{_words(entry.deed.what)}"),
    }
    told = tongue.say("audit.line", **values)
    if entry.deed.subject is not None:
        told = tongue.say("audit.line_about", number=str(entry.deed.subject), **values)
    if (outcome := entry.outcome) != "done":
        told += Markup(" ") + tongue.say("audit.outcome", outcome=tongue.label(f"audit_outcome.{outcome}"))
    return told


def _words(what: str) -> str:
    """What a deed is called in the catalogue, also one that only an older Mujaz had."""
    kind, _, verb = what.partition(":")
    known = (verb_of(verb) in ACTS.get(kind, {})) if verb else kind in COMMANDS
    return what.replace(":", "_") if known or what in TYPED else "other"


COMMANDS = (
    "post",
    "drafts",
    "stats",
    "clipping",
    "feeds",
    "runs",
    "broadcast",
    "team",
    "audit",
    "backup",
    "feeds:add",
    "feeds:opml_in",
)
TYPED = ("feeds:add", "feeds:opml_in")
"""Deeds that are no buttons."""


async def _page(room: Room, before: int, tongue: Voice) -> tuple[list[Markup], Keyboard]:
    found = await room.store.read(audit.page, before, PAGE)
    buttons = [Button(tongue.label("audit.file"), "audit:file")]
    if len(found) == PAGE:
        buttons.append(Button(tongue.label("audit.older"), f"audit:{found[-1].id}:page"))
    lines = [line(entry, tongue) for entry in found] or [tongue.say("audit.none")]
    return [tongue.say("audit.header"), *lines], tongue.rows(buttons, across=2)


def _as_csv(entries: Sequence[Entry]) -> bytes:
    """For people and programs: times in UTC; a cell that a spreadsheet would take for a formula is text."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "at", "user_id", "name", "deed", "subject", "outcome"))
    for entry in entries:
        deed = entry.deed
        name = f"'{deed.name}" if deed.name.startswith(("=", "+", "-", "@", "\t", "\r")) else deed.name
        rows.writerow((entry.id, entry.at.isoformat(), deed.user_id, name, deed.what, deed.subject, entry.outcome))
    return out.getvalue().encode("utf-8-sig", "replace")
