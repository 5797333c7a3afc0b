"""How the bot presents itself: names and descriptions by language, commands by scope and language.

Answers what a given person sees, in Telegram's order of preference (Bot API, BotCommandScope).
"""

from dataclasses import dataclass

from playground.messages import JsonObject

Scope = tuple[str, int, int]

DEFAULT: Scope = ("default", 0, 0)
PRIVATE: Scope = ("all_private_chats", 0, 0)


def scope_of(wire: JsonObject | None, chat_id: int) -> Scope:
    """The scope that a BotCommandScope means, its chat resolved to `chat_id`."""
    if wire is None:
        return DEFAULT
    return wire["type"], chat_id if "chat_id" in wire else 0, wire.get("user_id", 0)


@dataclass(slots=True)
class Wording:
    """A text of the bot that may differ by language."""

    default: str
    by_language: dict[str, str]

    def put(self, text: str, language: str) -> None:
        """Sets the text for a language, or for all that have none of their own; empty takes it away."""
        if not language:
            self.default = text
        elif text:
            self.by_language[language] = text
        else:
            self.by_language.pop(language, None)

    def get(self, language: str) -> str:
        """The text that a user of that language sees."""
        return self.by_language.get(language, self.default)


class Profile:
    """One bot's name, descriptions and commands."""

    def __init__(self, name: str) -> None:
        self.name = Wording(name, {})
        self.description = Wording("", {})
        self.short_description = Wording("", {})
        self._commands: dict[tuple[Scope, str], list[JsonObject]] = {}

    def commands(self, scope: Scope, language: str) -> list[JsonObject]:
        """The commands set for exactly this scope and language."""
        return self._commands.get((scope, language), [])

    def set_commands(self, scope: Scope, language: str, commands: list[JsonObject]) -> None:
        """Sets the commands of a scope and language; an empty list takes them away."""
        self._commands[scope, language] = commands
        if not commands:
            del self._commands[scope, language]

    def commands_seen_by(self, user_id: int, language: str | None) -> list[JsonObject]:
        """The commands in the menu of that person's private chat."""
        for scope in (("chat", user_id, 0), PRIVATE, DEFAULT):
            for code in (language or "", ""):
                if found := self.commands(scope, code):
                    return found
        return []
