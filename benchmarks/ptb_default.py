"""The plain alternative: python-telegram-bot as its tutorial sets it up, with its own client and its own polling.

Answers every command with one text. Stores nothing, knows nobody.
"""

import os
from collections.abc import Mapping

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One text, whatever was asked."""
    if update.effective_message is not None:
        await update.effective_message.reply_text("أهلًا بك في موجز.")


def main(environment: Mapping[str, str]) -> None:
    """Runs until SIGTERM, against the server and with the token that Mujaz is given too."""
    url = environment["MUJAZ_API_URL"]
    application = (
        ApplicationBuilder()
        .token(environment["MUJAZ_TOKEN"])
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.COMMAND, answer))
    application.run_polling()


if __name__ == "__main__":
    main(os.environ)
