"""What Telegram shows of the bot before anybody writes: its name, what it does, its menus of commands.

Editors see the desk's command in their own chat, admins theirs. A server that refuses one of these does not keep the
bot from working: it is logged.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from mujaz.team import Role
from mujaz.texts.catalogue import LANGUAGES, Voice, voice
from storage.team import Member

TYPED = ("time", "timezone", "quiet", "pause", "resume")
READER = (
    "digest",
    "missed",
    "latest",
    "week",
    "month",
    "trends",
    "company",
    "companies",
    "compare",
    "search",
    "story",
    "following",
    "saved",
    "settings",
    *TYPED,
    "channel",
    "privacy",
    "export",
    "delete_me",
    "help",
    "stop",
)
EVERYWHERE = ("latest", "week", "month", "trends", "company", "companies", "compare", "search", "story", "help")
GROUP_ADMIN = ("start", "settings", *TYPED, "digest", *EVERYWHERE, "stop")
CONTRIBUTOR = ("post", "drafts", *READER)
EDITOR = ("post", "drafts", "feeds", "stats", *READER)
ADMIN = ("post", "drafts", "feeds", "stats", "runs", "broadcast", "team", "audit", "backup", *READER)
OF_ROLE = {Role.OWNER: ADMIN, Role.EDITOR: EDITOR, Role.CONTRIBUTOR: CONTRIBUTOR, None: READER}

log = structlog.get_logger(__name__)


async def set_menus(bot: Bot, team: Iterable[Member]) -> None:
    """Sets every menu, and the bot's name and descriptions, where they differ (Telegram limits their changes)."""
    for language in LANGUAGES:
        tongue = voice(language, ZoneInfo("UTC"))
        code = _code(language)
        await _set(bot, _commands(tongue, EVERYWHERE), BotCommandScopeDefault(), code)
        await _set(bot, _commands(tongue, READER), BotCommandScopeAllPrivateChats(), code)
        await _set(bot, _commands(tongue, GROUP_ADMIN), BotCommandScopeAllChatAdministrators(), code)
        await _introduce(bot, tongue, code)
    for member in team:
        await set_own_menu(bot, member.user_id, member.role)


async def set_own_menu(bot: Bot, person: int, role: Role | None) -> None:
    """Sets the menu of somebody of the team, or of who is no more; refused until they have written to the bot once."""
    for language in LANGUAGES:
        tongue = voice(language, ZoneInfo("UTC"))
        await _set(bot, _commands(tongue, OF_ROLE[role]), BotCommandScopeChat(person), _code(language))


def _code(language: str) -> str | None:
    return None if language == LANGUAGES[0] else language  # Arabic is what every other language sees


async def _introduce(bot: Bot, tongue: Voice, language: str | None) -> None:
    name, about, short = (tongue.label(f"bot.{key}") for key in ("name", "description", "short_description"))
    try:
        if (await bot.get_my_name(language)).name != name:
            await bot.set_my_name(name, language)
        if (await bot.get_my_description(language)).description != about:
            await bot.set_my_description(about, language)
        if (await bot.get_my_short_description(language)).short_description != short:
            await bot.set_my_short_description(short, language)
    except TelegramError as error:
        log.info("introduction_refused", language=language, reason=error.message)


async def _set(bot: Bot, commands: Sequence[BotCommand], scope: BotCommandScope, language: str | None) -> None:
    try:
        if list(await bot.get_my_commands(scope, language_code=language)) != list(commands):
            await bot.set_my_commands(commands, scope, language_code=language)
    except TelegramError as error:
        log.info("menu_refused", scope=scope.type, language=language, reason=error.message)


def _commands(tongue: Voice, names: Sequence[str]) -> list[BotCommand]:
    return [BotCommand(name, tongue.label(f"menu.{name}")) for name in names]
