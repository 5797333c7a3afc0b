"""A whole day of the real process at DEBUG: no part of token, proxy password or webhook secret is in what it writes."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest

from benchmarks.processes import free_port
from playground.faults import Fault
from playground.server import Playground
from tests.newsroom import EDITOR_ID
from tests.pipeline.raw_servers import Reader, Writer, serving
from tests.processes import bot_process

PASSWORD = "kept:p@ss/word-of-layla-0123456789"
HOOK_SECRET = "kept-webhook-secret_0123456789-abcdef"
PART = 12


def parts(secret: str) -> set[str]:
    """Every stretch of a secret that would help somebody, as it is and as it stands in an address."""
    return {form[i : i + PART] for form in (secret, quote(secret, safe="")) for i in range(len(form) - PART + 1)}


def without_secrets(written: str, toy: Playground) -> None:
    assert written
    for secret in (toy.token.partition(":")[2], PASSWORD, HOOK_SECRET):
        for part in parts(secret):
            assert part not in written
    for form in (toy.token, quote(toy.token, safe="")):
        assert form not in written


async def a_day(toy: Playground) -> None:
    """Commands, a tap, an editor's post, a refused and a lost answer, a failing conversation, a malformed update."""
    sara, layla = toy.person("سارة"), toy.person("ليلى", role="editor", id=EDITOR_ID)
    sara.send("/start")
    greeting = await sara.hears()
    sara.tap(greeting, "18:00")
    for fault in (
        Fault("sendMessage", "refuse", times=1, status=400, description=f"Bad Request: no /bot{toy.token}/x"),
        Fault("sendMessage", "gateway", times=1),
        Fault("sendMessage", "reset", times=1),
    ):
        toy.faults.add(fault)
        sara.send("/help")
        await toy.called("sendMessage")
    await sara.sees(lambda message: "ماذا أستطيع" in message.text)
    layla.send("/post شركة «ميتا» تكشف عن نظارة جديدة تترجم الكلام، وتقول إنها ستصل في الربيع.")
    await layla.sees(lambda message: "ميتا" in message.text and message.from_bot)


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("arrival", ["polling", "webhook"])
async def test_nothing_secret_is_in_anything_that_the_process_writes(
    toy: Playground, tmp_path: Path, log_format: str, arrival: str
) -> None:
    port = free_port()
    hooked = {
        "MUJAZ_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "MUJAZ_WEBHOOK_SECRET": HOOK_SECRET,
        "MUJAZ_DOOR_PORT": str(port),
    }
    settings = {"MUJAZ_LOG_LEVEL": "DEBUG", "MUJAZ_LOG_FORMAT": log_format, "MUJAZ_EDITORS": str(EDITOR_ID)}
    settings |= hooked if arrival == "webhook" else {}
    async with bot_process(toy, tmp_path / "mujaz.sqlite", **settings) as process:
        living = asyncio.ensure_future(_output_of(process))  # noqa: TID251 awaited below
        await a_day(toy)
        process.terminate()
        written = await living
    assert "conversation_failed" in written
    without_secrets(written, toy)


async def test_a_proxy_that_fails_does_not_bring_its_password_into_the_log(toy: Playground, tmp_path: Path) -> None:
    async def refusing(head: bytes, reader: Reader, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n")

    async with serving(refusing) as proxy:
        address = f"http://layla:{quote(PASSWORD, safe='')}@127.0.0.1:{proxy.port}"
        settings = {"MUJAZ_PROXY": address, "MUJAZ_LOG_LEVEL": "DEBUG"}
        async with bot_process(toy, tmp_path / "mujaz.sqlite", **settings) as process:
            await proxy.heard(2)
            process.terminate()
            written = await _output_of(process)
    assert "telegram_out_of_reach" in written
    without_secrets(written, toy)


async def _output_of(process: asyncio.subprocess.Process) -> str:
    out, err = await asyncio.wait_for(process.communicate(), timeout=60)
    return (out or b"").decode() + (err or b"").decode()
