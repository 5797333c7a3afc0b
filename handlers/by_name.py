"""Commands found by their name in one step: asked one by one, thirty take longer than a short answer.

Whether a command is meant at all (another bot's name behind it, an edited message, a group) its own handler decides.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler, CommandHandler, ContextTypes

Handler = BaseHandler[Any, Any, Any]
Found = tuple[CommandHandler[Any, Any], Any]
"""The handler of a command, and what it found in the update."""


class ByName(BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]):
    """Handlers of commands, no two of one name."""

    def __init__(self, handlers: Sequence[CommandHandler[Any, Any]]) -> None:
        super().__init__(handlers[0].callback)
        self._named = {name: handler for handler in handlers for name in handler.commands}

    @property
    def commands(self) -> frozenset[str]:
        """The names that are known."""
        return frozenset(self._named)

    def check_update(self, update: object) -> Found | None:
        """The handler that the update is meant for."""
        message = update.effective_message if isinstance(update, Update) else None
        if message is None or not message.text or not message.entities:
            return None
        command = message.text[1 : message.entities[0].length]
        handler = self._named.get(command.partition("@")[0].lower())
        found = None if handler is None else handler.check_update(update)
        return (handler, found) if handler is not None and found else None

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Found,  # type: ignore[override]
        context: ContextTypes.DEFAULT_TYPE,
    ) -> None:
        """Lets that handler answer."""
        handler, found = check_result
        await handler.handle_update(update, application, found, context)


def by_name(handlers: Sequence[Handler]) -> list[Handler]:
    """The same handlers in the same order, with commands that stand together found by their name."""
    together = groupby(handlers, lambda handler: isinstance(handler, CommandHandler))
    return [each for commands, some in together for each in ([ByName(tuple(some))] if commands else some)]  # type: ignore[arg-type]
