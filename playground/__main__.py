"""python -m playground: the toy Telegram with the real bot, for a demo without a token.

`--server-only` is the toy Telegram alone; any bot of its token may be pointed at it. The only module here that knows
Mujaz: it fills the newsroom with articles of ours, lets two readers subscribe and makes the first digest due at once.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import orjson
from pydantic import SecretStr

from bot import logs
from bot.cli import ended, loop_factory, told_to_stop
from bot.exits import BadSettings, Exit, Mistake
from bot.settings import Settings, load
from bot.wiring import Mujaz, open_mujaz, utc_now
from mujaz.subscriber import Slot
from playground.events import Event
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from storage import subscribers

EDITOR_ID = 2003
FRESH = 6
"""How many of the newest articles are published for the first digest; the others stand in the archive before."""


def main(arguments: list[str]) -> Exit:
    """Runs the playground until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m playground", description="A toy Telegram, with Mujaz in it")
    parser.add_argument("--server-only", action="store_true", help="the toy Telegram alone, without the bot")
    server_only: bool = parser.parse_args(arguments).server_only

    def work() -> Exit:
        settings = load(needs_token=False)
        logs.set_up(settings)
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_serve(settings, with_bot=not server_only))
        return Exit.STOPPED

    return ended(work)


async def _serve(settings: Settings, *, with_bot: bool) -> None:
    stop = told_to_stop()
    toy = Playground(settings.token.get_secret_value() if settings.token else DEFAULT_TOKEN)
    try:
        await toy.start(port=settings.playground_port)
    except OSError as error:
        advice = f"{settings.playground_port} cannot be used ({os.strerror(error.errno or 0)}); choose another port"
        raise BadSettings([Mistake("MUJAZ_PLAYGROUND_PORT", advice)]) from None
    try:
        people = _people(toy)
        if with_bot:
            await _play(toy, settings, people, stop)
        else:
            print(f"The toy Telegram listens at {toy.url}\nIts bot's token: {toy.token}", flush=True)
            await stop.wait()
    finally:
        await toy.close()


def _people(toy: Playground) -> list[Person]:
    return [
        toy.person("سارة", role="reader"),
        toy.person("يوسف", role="reader"),
        toy.person("ليلى", role="editor", id=EDITOR_ID),
    ]


async def _play(toy: Playground, settings: Settings, people: list[Person], stop: asyncio.Event) -> None:
    toy.listen(_print_what_the_bot_says)
    print(f"Mujaz is at work: open {toy.url} (Ctrl+C ends it)", flush=True)
    with tempfile.TemporaryDirectory(prefix="mujaz-") as folder:
        async with open_mujaz(_for_the_toy(settings, toy, Path(folder))) as mujaz, asyncio.TaskGroup() as tasks:
            await _fill_the_archive(mujaz)
            opening = tasks.create_task(_open_the_day(mujaz, people))
            await mujaz.run(stop)
            opening.cancel()


def _for_the_toy(settings: Settings, toy: Playground, folder: Path) -> Settings:
    """The operator's settings with the toy's address, and a database that goes when the demo ends."""
    return settings.model_copy(
        update={
            "token": SecretStr(toy.token),
            "api_url": toy.url,
            "database": folder / "mujaz.sqlite",
            "backups": None,
            "editors": settings.editors | {EDITOR_ID},
        }
    )


async def _fill_the_archive(mujaz: Mujaz) -> None:
    lines = files("playground").joinpath("newsroom.jsonl").read_text(encoding="utf-8").splitlines()
    just_now = utc_now() - timedelta(minutes=5)
    for number, line in enumerate(lines, 1):
        item = orjson.loads(line)
        reported_at = datetime.fromisoformat(item["date"]).astimezone(UTC)
        await mujaz.room.intake.archive(
            item["title"],
            item["text"],
            source=item["source"],
            url=item["url"],
            reported_at=reported_at,
            published_at=just_now if number > len(lines) - FRESH else reported_at,
        )


async def _open_the_day(mujaz: Mujaz, people: list[Person]) -> None:
    """The readers subscribe, the editor looks around, and the first reader's digest falls due at once."""
    sara, yusuf, layla = people
    for person, words in ((sara, "/start"), (yusuf, "/start"), (layla, "/help")):
        person.send(words)
    await sara.hears()
    now, zone = utc_now(), mujaz.room.slot.zone
    local = now.astimezone(mujaz.room.slot.tz)
    this_minute = Slot(zone, local.hour * 60 + local.minute)
    await mujaz.room.store.write(subscribers.schedule, sara.id, zone, None, [this_minute], now - timedelta(minutes=1))


def _print_what_the_bot_says(event: Event) -> None:
    message = event.message
    if event.type == "message" and message is not None and message.from_bot:
        print(f"\n── {message.chat['first_name']} ──\n{message.text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
