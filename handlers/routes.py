"""The table of contents: every conversation in the order in which it is asked whether an update is its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers import (
    ask,
    audit,
    backup,
    broadcast,
    channels,
    clippings,
    companies,
    company,
    company_card,
    company_follow,
    compare,
    corrections,
    digest,
    drafts,
    editor,
    feeds,
    following,
    groups,
    helping,
    inline,
    location,
    missed,
    my_data,
    report,
    roundup,
    runs,
    saved,
    search,
    settings,
    settings_typed,
    stale,
    stats,
    story,
    subscribe,
    team,
    thread,
    trends,
    unreadable,
)
from handlers.by_name import by_name
from handlers.gate import elsewhere, guarded
from handlers.heard import Conversation, hears, only_in_private
from handlers.membership import Membership
from handlers.room import Room
from mujaz.team import ACTS
from mujaz.texts.catalogue import LANGUAGES
from pipeline.seals import PATTERN

PRIVATE = filters.ChatType.PRIVATE
SAID = filters.UpdateType.MESSAGES
"""New and edited messages: who corrects «/compny» into «/company» gets an answer."""


ONLY_AT_THE_DESK = ("post", "drafts", "stats", "feeds", "runs", "broadcast", "team", "audit", "backup")
DESK: Mapping[str, Conversation] = {
    "draft": editor.tapped,
    "article": corrections.tapped,
    "correction": corrections.tapped_correction,
    "feed": feeds.tapped,
    "feeds": feeds.all_tapped,
    "run": runs.tapped,
    "runs": runs.back,
    "announce": broadcast.tapped,
    "team": team.tapped,
    "audit": audit.tapped,
}
"""The buttons of the desk, by their kinds."""


def routes(room: Room) -> Sequence[BaseHandler[Any, Any, Any]]:
    """All handlers, the first that fits wins; commands among them are found by their name."""
    return by_name(_in_order(room))


async def nothing(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Leaves an update without an answer."""


def _in_order(room: Room) -> list[BaseHandler[Any, Any, Any]]:
    def on_command(
        name: str, conversation: Conversation, where: filters.BaseFilter = SAID
    ) -> BaseHandler[Any, Any, Any]:
        return CommandHandler(name, hears(room, conversation), where)

    def on_tap(
        verb: str, conversation: Conversation, data: str = r"\S+", in_channels: Conversation = only_in_private
    ) -> BaseHandler[Any, Any, Any]:
        return CallbackQueryHandler(hears(room, conversation, in_channels), pattern=rf"{verb}:{data}\Z")

    def on_desk_tap(kind: str, conversation: Conversation) -> BaseHandler[Any, Any, Any]:
        judged = hears(room, guarded(kind, conversation))
        pattern = rf"{kind}:(-?[0-9]{{1,18}}:)?({'|'.join(ACTS[kind])})[0-9]{{0,18}}{PATTERN}\Z"
        return CallbackQueryHandler(judged, pattern=pattern)

    return [
        InlineQueryHandler(inline.Inline(room).answer),
        # What somebody picked from what was offered inline is the bot's own text, and asks it nothing.
        MessageHandler(SAID & filters.VIA_BOT, nothing),
        on_command("start", subscribe.start),
        on_command("stop", channels.or_channel(subscribe.stop)),
        on_command("settings", channels.or_channel(settings.show)),
        on_command("time", channels.or_channel(settings_typed.time)),
        on_command("timezone", channels.or_channel(settings_typed.timezone)),
        on_command("pause", channels.or_channel(settings_typed.pause)),
        on_command("resume", channels.or_channel(settings_typed.resume)),
        on_command("quiet", channels.or_channel(settings_typed.quiet)),
        on_command("digest", digest.digest),
        # Channels, what is kept about somebody and the archive are looked after in private.
        on_command("privacy", my_data.privacy, SAID & PRIVATE),
        on_command("export", my_data.export, SAID & PRIVATE),
        on_command("delete_me", my_data.delete_me, SAID & PRIVATE),
        on_command("following", following.following),
        on_command("saved", saved.show, SAID & PRIVATE),
        on_command("missed", missed.missed, SAID & PRIVATE),
        on_command("post", clippings.post, SAID & PRIVATE),
        on_command("drafts", drafts.show, SAID & PRIVATE),
        on_command("stats", stats.show, SAID & PRIVATE),
        on_command("channel", channels.channel, SAID & PRIVATE),
        on_command("feeds", feeds.show, SAID & PRIVATE),
        on_command("runs", runs.show, SAID & PRIVATE),
        on_command("backup", backup.backup, SAID & PRIVATE),
        on_command("broadcast", broadcast.broadcast, SAID & PRIVATE),
        on_command("team", team.show, SAID & PRIVATE),
        on_command("audit", audit.show, SAID & PRIVATE),
        on_command("latest", groups.sparing(digest.latest)),
        on_command("week", groups.sparing(roundup.week)),
        on_command("month", groups.sparing(roundup.month)),
        on_command("trends", groups.sparing(trends.trends)),
        on_command("company", groups.sparing(channels.or_channel(company.company))),
        on_command("companies", groups.sparing(companies.companies)),
        on_command("compare", groups.sparing(compare.compare)),
        on_command("search", groups.sparing(search.search)),
        on_command("story", groups.sparing(thread.story)),
        on_command("help", groups.sparing(helping.show)),
        on_tap("time", subscribe.choose_time, r"[0-9]{1,4}"),
        on_tap("set", settings.open_screen),
        on_tap("put", settings.put),
        on_tap("zone", settings.choose_zone),
        on_tap("language", settings.choose_language, rf"({'|'.join(LANGUAGES)})"),
        on_tap("channel", channels.tapped, rf"({'|'.join(channels.VERBS)})@-[0-9]{{1,16}}"),
        on_tap("company", company.chosen),
        on_tap("shelf", companies.turn, companies.ON_A_SHELF),
        on_tap("shelves", companies.choose, companies.TO_CHOOSE),
        on_tap("card", company_card.turn, company_card.VIEW),
        on_tap("figures", company_card.figures, company_card.VIEW),
        on_tap("weeks", company_card.by_week),
        on_tap("watch", company_card.watch, company_card.VIEW),
        on_tap("unwatch", company_card.unwatch, company_card.VIEW),
        on_tap("share", company_follow.share),
        on_tap("heed", ask.follow, "results"),
        on_tap("found", ask.turn, r"[0-9]{1,2}"),
        on_tap("trends", trends.chosen, trends.OF_PERIOD),
        on_tap("story", story.show, story.NUMBER, in_channels=story.glimpse),
        on_tap("thread", thread.tapped, story.NUMBER),
        on_tap("wrong", report.tapped, story.NUMBER),
        on_tap("right", report.cancelled, story.NUMBER),
        on_tap("more", story.more, story.NUMBER),
        on_tap("save", story.save, story.OF_STORY),
        on_tap("unsave", story.unsave, story.OF_STORY),
        on_tap("why", story.tell_why, story.OF_STORY),
        on_tap("less", story.less, story.OF_SUBJECT),
        on_tap("unless", story.unless, story.OF_SUBJECT),
        # On the card of a story; on that of a company nothing follows the company.
        on_tap("follow", story.follow, story.OF_SUBJECT),
        on_tap("unfollow", story.unfollow, story.OF_SUBJECT),
        on_tap("follow", company_follow.follow),
        on_tap("unfollow", company_follow.unfollow),
        on_tap("followed", following.tapped, following.KEY),
        on_tap("rest", following.rest, following.KEY),
        on_tap("goon", following.go_on, following.KEY),
        on_tap("drop", following.drop, following.KEY),
        on_tap("following", following.all_tapped, r"(all|export)"),
        on_tap("saved", saved.export, "export"),
        on_tap("forget", my_data.tapped, rf"({'|'.join(my_data.FORGET_VERBS)})"),
        *(on_desk_tap(kind, conversation) for kind, conversation in DESK.items()),
        # Behind the last tap: a button of an older Mujaz, or one that was forged. It must not stay busy.
        CallbackQueryHandler(hears(room, stale.old_button)),
        ChatMemberHandler(Membership(room), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, groups.moved(room)),
        MessageHandler(filters.StatusUpdate.FORUM_TOPIC_REOPENED, groups.reopened(room)),
        *(on_command(name, elsewhere, SAID & filters.ChatType.GROUPS) for name in ONLY_AT_THE_DESK),
        # In groups commands come first: a command that nobody knows may be another bot's.
        MessageHandler(
            SAID & filters.ChatType.GROUPS & filters.TEXT & ~filters.COMMAND & groups.Addressed(),
            hears(room, groups.sparing(groups.asked)),
        ),
        # A command that nobody knows comes before free text: it is no search.
        MessageHandler(SAID & PRIVATE & filters.COMMAND, hears(room, helping.unknown)),
        MessageHandler(SAID & PRIVATE & filters.TEXT, hears(room, ask.ask)),
        # Not an edited one: a live location moves on every few seconds.
        MessageHandler(filters.UpdateType.MESSAGE & PRIVATE & filters.LOCATION, hears(room, location.receive)),
        # Last: whatever else a person sends in private is at least answered.
        MessageHandler(SAID & PRIVATE & ~filters.StatusUpdate.ALL, hears(room, unreadable.answer)),
    ]
