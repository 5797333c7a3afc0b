"""The methods about who the bot is and whom it talks to: getMe, names, descriptions, commands, chats,
members, files.

Reads and sets; nothing here sends a message.
"""

from playground import errors, limits
from playground.chats import GroupChat, membership
from playground.errors import Refused, bad_request, too_many_requests
from playground.events import Event
from playground.messages import JsonObject
from playground.profile import Scope, Wording, scope_of
from playground.purse import NANO
from playground.world import World

_CLOSE_AFTER = 600
_ACCEPTED_GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
)  # fmt: skip
_ABILITIES = (
    "can_read_all_group_messages", "supports_guest_queries",
    "can_connect_to_business", "has_main_web_app", "has_topics_enabled",
    "allows_users_to_create_topics", "can_manage_bots", "supports_join_request_queries",
)  # fmt: skip


def get_me(world: World, given: JsonObject) -> JsonObject:
    """getMe: a bot that may join groups, in privacy mode, and is asked inline."""
    can = {"can_join_groups": True, "supports_inline_queries": True}
    return {**world.bot.wire(), **can, **dict.fromkeys(_ABILITIES, False)}


def log_out(world: World, given: JsonObject) -> bool:
    """logOut: from now on every call is refused."""
    world.logged_out = True
    return True


def close(world: World, given: JsonObject) -> bool:
    """close: refused with 429 in the first ten minutes (Bot API, close)."""
    left = int(world.started + _CLOSE_AFTER - world.clock())
    if left > 0:
        raise too_many_requests(left)
    return True


def set_my_name(world: World, given: JsonObject) -> bool:
    """setMyName."""
    return _set(world, world.profile.name, given, "name", 64, errors.NAME_INVALID)


def get_my_name(world: World, given: JsonObject) -> JsonObject:
    """getMyName."""
    return {"name": world.profile.name.get(given.get("language_code", ""))}


def set_my_description(world: World, given: JsonObject) -> bool:
    """setMyDescription."""
    return _set(world, world.profile.description, given, "description", 512, errors.DESCRIPTION_INVALID)


def get_my_description(world: World, given: JsonObject) -> JsonObject:
    """getMyDescription."""
    return {"description": world.profile.description.get(given.get("language_code", ""))}


def set_my_short_description(world: World, given: JsonObject) -> bool:
    """setMyShortDescription."""
    wording, words = world.profile.short_description, errors.SHORT_DESCRIPTION_INVALID
    return _set(world, wording, given, "short_description", 120, words)


def get_my_short_description(world: World, given: JsonObject) -> JsonObject:
    """getMyShortDescription."""
    return {"short_description": world.profile.short_description.get(given.get("language_code", ""))}


def _set(world: World, wording: Wording, given: JsonObject, field: str, limit: int, words: str) -> bool:
    text = limits.at_most(given.get(field, "").strip(), limit, words)
    wording.put(text, limits.language(given.get("language_code", "")))
    world.events.publish(Event("bot"))
    return True


def set_my_commands(world: World, given: JsonObject) -> bool:
    """setMyCommands."""
    commands = limits.commands(given["commands"])
    world.profile.set_commands(*_target(world, given), commands)
    world.events.publish(Event("commands"))
    return True


def get_my_commands(world: World, given: JsonObject) -> list[JsonObject]:
    """getMyCommands."""
    return world.profile.commands(*_target(world, given))


def delete_my_commands(world: World, given: JsonObject) -> bool:
    """deleteMyCommands."""
    return set_my_commands(world, {**given, "commands": []})


def _target(world: World, given: JsonObject) -> tuple[Scope, str]:
    scope, chat_id = given.get("scope"), 0
    if scope and "chat_id" in scope:
        chat_id = world.chat(scope["chat_id"]).id
        if chat_id > 0 and scope["type"] != "chat":
            raise bad_request(errors.SCOPE_IN_PRIVATE)
    return scope_of(scope, chat_id), limits.language(given.get("language_code", ""))


def get_chat(world: World, given: JsonObject) -> JsonObject:
    """getChat."""
    chat = world.chat(given["chat_id"])
    gifts = dict.fromkeys(_ACCEPTED_GIFTS, False)
    return {**chat.wire(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, given: JsonObject) -> JsonObject:
    """getChatMember."""
    chat = world.chat(given["chat_id"])
    user = world.user(given["user_id"])
    if user is None:
        raise bad_request(errors.USER_NOT_FOUND)
    if not isinstance(chat, GroupChat):
        return membership(user, chat.status(user.id))
    chat.check_inside()
    posts = chat.bot_posts if chat.kind == "channel" else None
    return membership(user, chat.status(user.id), posts)


def get_chat_member_count(world: World, given: JsonObject) -> int:
    """getChatMemberCount."""
    return world.chat(given["chat_id"]).size()


def get_file(world: World, given: JsonObject) -> JsonObject:
    """getFile."""
    file = world.files.downloadable(given["file_id"])
    return {**file.wire(), "file_path": file.path}


def get_my_star_balance(world: World, given: JsonObject) -> JsonObject:
    """getMyStarBalance."""
    whole, rest = divmod(world.purse.nanostars, NANO)
    return {"amount": whole, "nanostar_amount": rest}


def check_token(world: World, token: str) -> None:
    """Refused unless this is the bot's token and the bot has not logged out."""
    if token != world.token:
        raise Refused(401, errors.UNAUTHORIZED)
    if world.logged_out:
        raise Refused(400, errors.LOGGED_OUT)
