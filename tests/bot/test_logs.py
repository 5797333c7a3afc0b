"""The token never appears in what the bot writes, whoever writes it and however it comes about."""

import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args

import pytest
import structlog
from telegram import Bot

from bot.logs import set_up
from bot.settings import Settings
from pipeline.wire import AiohttpRequest

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAFakeTokenOfNobody_0123456789-abcde"
SECRET = TOKEN.partition(":")[2]
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getMe"
Format = Literal["console", "json"]
FORMATS = get_args(Format)


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Gives the process its logging back after a test that set it up."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.captureWarnings(False)
    structlog.reset_defaults()
    for name in ("apscheduler", "aiosqlite", "asyncio", "matplotlib"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def fail(address: str = ADDRESS) -> None:
    raise ConnectionError(f"cannot reach {address}")


def without_secret(written: str, *, words: str = "") -> None:
    """Something was written, it says what it is about, and no part of the token that matters is in it."""
    assert words in written
    assert written.strip()
    for length in (12, len(SECRET)):
        for start in range(len(SECRET) - length + 1):
            assert SECRET[start : start + length] not in written


# ---------------------------------------------------------------- every way into the log


def log_message() -> None:
    logging.getLogger("httpx").info("GET " + ADDRESS)


def log_argument() -> None:
    logging.getLogger("aiohttp.client").debug("%s answered %d", ADDRESS, 200)


def log_field() -> None:
    structlog.get_logger("bot").info("request", url=ADDRESS, nested={"deep": [ADDRESS, ADDRESS.encode()]})


def log_extra() -> None:
    logging.getLogger("library").warning("request", extra={"url": ADDRESS})


def log_quoted() -> None:
    logging.getLogger("yarl").info("https://x/?next=%s", ADDRESS.replace(":", "%3A").replace("/", "%2F"))


def log_context() -> None:
    with structlog.contextvars.bound_contextvars(url=ADDRESS):
        structlog.get_logger("bot").info("request")


def log_bot() -> None:
    bot = Bot(TOKEN, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    structlog.get_logger("bot").info("request", bot=bot, text=repr(bot))


def log_exception() -> None:
    try:
        fail()
    except ConnectionError:
        structlog.get_logger("bot").exception("request")


def log_foreign_exception() -> None:
    try:
        fail()
    except ConnectionError:
        logging.getLogger("library").exception("request")


def log_cause() -> None:
    try:
        try:
            fail()
        except ConnectionError as error:
            raise RuntimeError("request") from error
    except RuntimeError as error:
        logging.getLogger("library").error("request", exc_info=error)


def log_local_variable() -> None:
    """A renderer that shows variables cuts long ones, maybe in the middle of a token."""
    address = "x" * 30 + ADDRESS
    try:
        fail(address)
    except ConnectionError:
        structlog.get_logger("bot").exception("request", exc_info=True)


def log_broken_format() -> None:
    logging.getLogger("library").error("request %d", ADDRESS)


def log_stack() -> None:
    logging.getLogger("library").error("request", stack_info=True)


WAYS = [
    log_message, log_argument, log_field, log_extra, log_quoted, log_context, log_bot, log_exception,
    log_foreign_exception, log_cause, log_local_variable, log_broken_format, log_stack,
]  # fmt: skip


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_token_is_in_no_line_of_the_log(
    capfd: pytest.CaptureFixture[str], way: Callable[[], None], log_format: Format
) -> None:
    set_up(Settings(_env_file=None, log_format=log_format, log_level="DEBUG"))
    way()
    written = capfd.readouterr()
    without_secret(written.err)
    assert written.out == ""


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("log_format", FORMATS)
def test_what_is_not_secret_stays_readable(capfd: pytest.CaptureFixture[str], log_format: Format) -> None:
    set_up(Settings(_env_file=None, log_format=log_format))
    structlog.get_logger("bot").info("running", bot="mujaz_bot", chat=-1001234567890, title="ميتا تسرّح موظفين")
    written = capfd.readouterr().err
    for words in ("running", "mujaz_bot", "-1001234567890", "ميتا تسرّح موظفين"):
        assert words in written


@pytest.mark.usefixtures("logging_as_before")
def test_json_is_one_object_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    set_up(Settings(_env_file=None, log_format="json"))
    log_message()
    log_exception()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == ["info", "error"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["timestamp"]) for line in lines)
    assert lines[1]["exception"][0]["exc_type"] == "ConnectionError"


@pytest.mark.usefixtures("logging_as_before")
def test_the_level_is_kept_to(capfd: pytest.CaptureFixture[str]) -> None:
    set_up(Settings(_env_file=None, log_level="WARNING"))
    log_message()
    structlog.get_logger("bot").info("request")
    assert capfd.readouterr().err == ""
    log_extra()
    assert "request" in capfd.readouterr().err


# ---------------------------------------------------------------- what ends outside the log

BEGINNING = f"""
import asyncio, logging, sys, threading, warnings
from bot.logs import set_up
from bot.settings import Settings
set_up(Settings(_env_file=None, log_format=sys.argv[1], log_level="DEBUG"))
ADDRESS = {ADDRESS!r}
def fail():
    raise ConnectionError("cannot reach " + ADDRESS)
"""
ENDINGS = {
    "uncaught": "fail()",
    "thread": "t = threading.Thread(target=fail); t.start(); t.join()",
    "unraisable": """
class Grave:
    def __del__(self):
        fail()
Grave()
""",
    "warning": "warnings.warn('old address ' + ADDRESS, DeprecationWarning)",
    "task": """
async def main():
    async def work():
        fail()
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
asyncio.run(main())
""",
    "callback": """
async def main():
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0.01)
asyncio.run(main())
""",
    "group": """
async def main():
    async def work():
        fail()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work())
asyncio.run(main(), debug=True)
""",
}


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_token_is_in_nothing_that_the_process_writes_when_it_fails(ending: str, log_format: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", BEGINNING + ENDINGS[ending], log_format],
        env={"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    without_secret(done.stderr, words="old address" if ending == "warning" else "ConnectionError")
    assert done.stdout == ""
