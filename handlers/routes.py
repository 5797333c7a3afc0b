"""The table of contents: every conversation in the order in which it is asked whether an update is its own."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    ask,
    broadcast,
    clippings,
    company,
    corrections,
    digest,
    editor,
    helping,
    location,
    missed,
    my_data,
    roundup,
    runs,
    search,
    settings,
    settings_typed,
    stale,
    subscribe,
    unreadable,
)
from handlers.heard import Conversation, hears
from handlers.membership import Membership
from handlers.room import Room
from mujaz.texts.catalogue import LANGUAGES

PRIVATE = filters.ChatType.PRIVATE
SAID = filters.UpdateType.MESSAGES
"""New and edited messages: who corrects «/compny» into «/company» gets an answer."""


def routes(room: Room) -> Sequence[BaseHandler[Any, Any, Any]]:
    """All handlers, the first that fits wins."""

    def on_command(
        name: str, conversation: Conversation, where: filters.BaseFilter = SAID
    ) -> BaseHandler[Any, Any, Any]:
        return CommandHandler(name, hears(room, conversation), where)

    def on_tap(verb: str, conversation: Conversation, data: str = r"\S+") -> BaseHandler[Any, Any, Any]:
        return CallbackQueryHandler(hears(room, conversation), pattern=rf"{verb}:{data}\Z")

    return [
        # What changes a subscription or the archive is said in private; groups have a later issue.
        on_command("start", subscribe.start, SAID & PRIVATE),
        on_command("stop", subscribe.stop, SAID & PRIVATE),
        on_command("settings", settings.show, SAID & PRIVATE),
        on_command("time", settings_typed.time, SAID & PRIVATE),
        on_command("timezone", settings_typed.timezone, SAID & PRIVATE),
        on_command("pause", settings_typed.pause, SAID & PRIVATE),
        on_command("resume", settings_typed.resume, SAID & PRIVATE),
        on_command("quiet", settings_typed.quiet, SAID & PRIVATE),
        on_command("digest", digest.digest, SAID & PRIVATE),
        on_command("privacy", my_data.privacy, SAID & PRIVATE),
        on_command("export", my_data.export, SAID & PRIVATE),
        on_command("delete_me", my_data.delete_me, SAID & PRIVATE),
        on_command("missed", missed.missed, SAID & PRIVATE),
        on_command("post", clippings.post, SAID & PRIVATE),
        on_command("runs", runs.show, SAID & PRIVATE),
        on_command("broadcast", broadcast.broadcast, SAID & PRIVATE),
        on_command("latest", digest.latest),
        on_command("week", roundup.week),
        on_command("month", roundup.month),
        on_command("company", company.company),
        on_command("search", search.search),
        on_command("help", helping.show),
        on_tap("time", subscribe.choose_time, r"[0-9]{1,4}"),
        on_tap("set", settings.open_screen),
        on_tap("put", settings.put),
        on_tap("zone", settings.choose_zone),
        on_tap("language", settings.choose_language, rf"({'|'.join(LANGUAGES)})"),
        on_tap("company", company.chosen),
        on_tap("follow", company.follow),
        on_tap("unfollow", company.unfollow),
        on_tap("forget", my_data.tapped, rf"({'|'.join(my_data.FORGET_VERBS)})"),
        on_tap("draft", editor.tapped, r"[0-9]{1,18}:(now|urgent|breaking|back|next|title|discard)"),
        on_tap("article", corrections.tapped, rf"[0-9]{{1,18}}:({'|'.join(corrections.VERBS)})"),
        on_tap("correction", corrections.tapped_correction, rf"[0-9]{{1,18}}:({'|'.join(corrections.PASTE_VERBS)})"),
        on_tap("run", runs.tapped, rf"[0-9]{{1,18}}:({'|'.join(runs.VERBS)})"),
        on_tap("runs", runs.back, "all"),
        on_tap("announce", broadcast.tapped, rf"[0-9]{{1,18}}:({'|'.join(broadcast.VERBS)})"),
        # Behind the last tap: a button of an older Mujaz, or one that was forged. It must not stay busy.
        CallbackQueryHandler(hears(room, stale.old_button)),
        ChatMemberHandler(Membership(room), ChatMemberHandler.MY_CHAT_MEMBER),
        # A command that nobody knows comes before free text: it is no search.
        MessageHandler(SAID & PRIVATE & filters.COMMAND, hears(room, helping.unknown)),
        MessageHandler(SAID & PRIVATE & filters.TEXT, hears(room, ask.ask)),
        # Not an edited one: a live location moves on every few seconds.
        MessageHandler(filters.UpdateType.MESSAGE & PRIVATE & filters.LOCATION, hears(room, location.receive)),
        # Last: whatever else a person sends in private is at least answered.
        MessageHandler(SAID & PRIVATE & ~filters.StatusUpdate.ALL, hears(room, unreadable.answer)),
    ]
