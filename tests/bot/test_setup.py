"""A newcomer: from a token to a bot at work, by a few answers. Nobody else becomes the owner."""

import asyncio
import re
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.envfile import merged
from playground.server import Playground
from tests.processes import ROOT, stop_politely

Process = asyncio.subprocess.Process


@asynccontextmanager
async def command(folder: Path, toy_url: str, *words: str) -> AsyncIterator[Process]:
    """`python -m bot …` in a folder of its own, as a newcomer has it; killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "MUJAZ_API_URL": toy_url},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def answer(process: Process, *lines: str) -> None:
    assert process.stdin is not None
    process.stdin.write("".join(f"{line}\n" for line in lines).encode())


async def code_of(process: Process) -> str:
    """The one-time code, once it is told."""
    told = ""
    assert process.stdout is not None
    while not (found := re.search(r"\?start=(\d+)", told)):
        line = await asyncio.wait_for(process.stdout.readline(), timeout=30)
        assert line, told
        told += line.decode()
    return found[1]


async def told_at_the_end(process: Process) -> tuple[int | None, str]:
    assert process.stdin is not None
    process.stdin.close()
    out, err = await asyncio.wait_for(process.communicate(), timeout=30)
    assert "Traceback" not in err.decode()
    return process.returncode, out.decode() + err.decode()


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def settings_in(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


async def test_a_newcomer_answers_a_few_questions_and_the_bot_is_at_work(toy: Playground, tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# the token\nMUJAZ_TOKEN=\nMUJAZ_LOG_FORMAT=json\n", "utf-8")
    huda, omar = toy.person("هدى"), toy.person("عمر")
    omar.send("/start")  # somebody was here before: it is kept for the bot
    async with command(tmp_path, toy.url, "setup") as process:
        answer(process, "not-a-token", "7000000002:AAAnotherTokenThatOpensNothingEither", toy.token)
        code = await code_of(process)
        omar.send("12345678")
        huda.send(f"/start {code}")
        answer(process, "مكان لا يوجد", "القاهرة", "٧ صباحًا و", "٧ صباحًا")
        ended, told = await told_at_the_end(process)
    assert ended == 0
    assert toy.token not in told
    assert "Africa/Cairo, 07:00" in told
    assert "does not accept MUJAZ_TOKEN" in told
    assert settings_in(tmp_path) == {
        "MUJAZ_TOKEN": toy.token,
        "MUJAZ_LOG_FORMAT": "json",
        "MUJAZ_OWNER": str(huda.id),
        "MUJAZ_TIMEZONE": "Africa/Cairo",
        "MUJAZ_DIGEST_TIME": "07:00",
    }
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    async with command(tmp_path, toy.url, "run") as bot:
        assert "07:00" in (await huda.hears()).text
        assert "07:00" in (await omar.hears()).text
        await stop_politely(bot)


async def test_where_the_code_cannot_come_the_owner_types_an_id_and_other_settings_stay(
    toy: Playground, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("MUJAZ_TOKEN=old\nMUJAZ_EDITORS=5\n", "utf-8")
    toy.fail("getUpdates", status=409, description="Conflict: terminated by other getUpdates request")
    async with command(tmp_path, toy.url, "--language", "ar", "setup") as process:
        answer(process, toy.token, "ليلى", "42", "Asia/Riyadh", "8")
        ended, told = await told_at_the_end(process)
    assert ended == 2, told  # the old token is a mistake that is told before anything is asked
    (tmp_path / ".env").write_text("MUJAZ_EDITORS=5\n", "utf-8")
    async with command(tmp_path, toy.url, "--language", "ar", "setup") as process:
        answer(process, toy.token, "ليلى", "42", "Asia/Riyadh", "08:00")
        ended, told = await told_at_the_end(process)
    assert (ended, "المعرّف رقم" in told) == (0, True)
    assert settings_in(tmp_path)["MUJAZ_OWNER"] == "42"
    assert settings_in(tmp_path)["MUJAZ_EDITORS"] == "5"
    assert (tmp_path / ".env.before").read_text("utf-8") == "MUJAZ_EDITORS=5\n"


@pytest.mark.parametrize(
    ("answers", "url", "words"),
    [((), None, "Not finished"), (("{token}",), "http://127.0.0.1:9", "out of reach")],
)
async def test_what_is_not_finished_writes_nothing(
    toy: Playground, tmp_path: Path, answers: tuple[str, ...], url: str | None, words: str
) -> None:
    async with command(tmp_path, url or toy.url, "setup") as process:
        answer(process, *(line.format(token=toy.token) for line in answers))
        ended, told = await told_at_the_end(process)
    assert ended == 1
    assert words in told
    assert files_in(tmp_path) == []


NAMES = st.sampled_from(["MUJAZ_TOKEN", "MUJAZ_OWNER", "OTHER", "# MUJAZ_TOKEN", "export MUJAZ_TIMEZONE", "a note"])
LINES = st.lists(st.tuples(NAMES, st.sampled_from(["", "x", "a=b", " y "])).map("=".join))


@given(LINES, st.dictionaries(st.sampled_from(["MUJAZ_TOKEN", "MUJAZ_OWNER"]), st.sampled_from(["1", "new"])))
def test_only_what_was_asked_for_changes_in_a_file_of_settings(lines: list[str], values: dict[str, str]) -> None:
    after = merged("\n".join(lines), values).splitlines()
    for name, value in values.items():
        assert f"{name}={value}" in after
    others = [line for line in lines if line.partition("=")[0] not in values]
    assert [line for line in after if line in others or line.partition("=")[0] not in values] == others
    assert merged("\n".join(after), values).splitlines() == after
