"""A bot that no proxy stands before: it speaks TLS itself, and Telegram knows it by what it was shown."""

import asyncio
import shutil
import ssl
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from benchmarks.processes import free_port
from bot import door
from bot.exits import BadSettings
from bot.settings import load
from tests.conftest import SUNDAY_EVENING
from tests.newsroom import HASTE, TurnedClock, open_toy, running_bot

TLS = Path(__file__).parents[1] / "data" / "tls"
SECRET = "a-secret-of-the-tests_0123456789"
TOKEN = "123456789:AAFakeTokenOfNobody_0123456789abcde"


def pair(folder: Path, name: str = "itself") -> tuple[Path, Path]:
    """A certificate of this machine and its key, made for these tests: it vouches for itself, or is «signed»."""
    folder.mkdir(exist_ok=True)
    certificate, key = (Path(shutil.copy(TLS / f"{name}.{kind}", folder)) for kind in ("pem", "key"))
    return certificate, key


async def test_people_are_answered_over_a_certificate_that_vouches_for_itself_and_only_the_webhook_is_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = pair(tmp_path / "tls")
    port, watching = free_port(), free_port()
    monkeypatch.setattr(door, "WATCH_PORT", watching)
    clock = TurnedClock(SUNDAY_EVENING)
    asked = {
        "webhook_url": f"https://127.0.0.1:{port}/hook", "webhook_secret": SecretStr(SECRET), "door_port": port,
        "webhook_certificate": certificate, "webhook_key": key,
    }  # fmt: skip
    async with open_toy(clock) as toy, running_bot(toy, clock, tmp_path, HASTE, **asked):
        await toy.called("setWebhook")
        sara = toy.person("سارة")
        sara.send("/help")
        assert "موجز" in (await sara.hears()).text
        trusted = ssl.create_default_context(cadata=certificate.read_text())
        async with aiohttp.ClientSession() as client:
            for path, status in (("/health", 404), ("/metrics", 404), ("/hook", 405)):
                async with client.get(f"https://127.0.0.1:{port}{path}", ssl=trusted) as answer:
                    assert answer.status == status
            async with client.get(f"http://127.0.0.1:{watching}/health/live") as answer:
                assert answer.status == 200


async def test_a_certificate_that_an_authority_signed_is_not_shown_to_telegram(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = pair(tmp_path / "tls", "signed")
    port = free_port()
    monkeypatch.setattr(door, "WATCH_PORT", free_port())
    clock = TurnedClock(SUNDAY_EVENING)
    asked = {
        "webhook_url": f"https://127.0.0.1:{port}/hook", "webhook_secret": SecretStr(SECRET), "door_port": port,
        "webhook_certificate": certificate, "webhook_key": key,
    }  # fmt: skip
    async with open_toy(clock) as toy:
        waiting = asyncio.ensure_future(toy.called("setWebhook"))  # noqa: TID251 - awaited below
        await asyncio.sleep(0)
        async with running_bot(toy, clock, tmp_path, HASTE, **asked):
            assert "certificate" not in await waiting


def _no_key(certificate: Path, key: Path) -> tuple[str, str]:
    return str(certificate), ""


def _no_certificate(certificate: Path, key: Path) -> tuple[str, str]:
    return "", str(key)


def _missing(certificate: Path, key: Path) -> tuple[str, str]:
    return str(certificate), str(key.with_name("elsewhere.pem"))


def _exchanged(certificate: Path, key: Path) -> tuple[str, str]:
    return str(key), str(certificate)


def _of_two_pairs(certificate: Path, key: Path) -> tuple[str, str]:
    return str(certificate), str(pair(certificate.parent / "other", "signed")[1])


def _no_pem(certificate: Path, key: Path) -> tuple[str, str]:
    certificate.write_text("قائمة مشتريات", "utf-8")
    return str(certificate), str(key)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_no_key, "MUJAZ_WEBHOOK_KEY: is missing"),
        (_no_certificate, "MUJAZ_WEBHOOK_CERTIFICATE: is missing"),
        (_missing, "elsewhere.pem is not there"),
        (_exchanged, "no pair"),
        (_of_two_pairs, "no pair"),
        (_no_pem, "no pair"),
    ],
)
def test_files_that_are_no_pair_are_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, Path], tuple[str, str]], words: str
) -> None:
    certificate, key = spoil(*pair(tmp_path / "tls"))
    settings = {
        "TOKEN": TOKEN, "WEBHOOK_URL": "https://203.0.113.7:8443/hook", "WEBHOOK_SECRET": SECRET, "DOOR_PORT": "8443",
        "WEBHOOK_CERTIFICATE": certificate, "WEBHOOK_KEY": key,
    }  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(f"MUJAZ_{name}", value)
    with pytest.raises(BadSettings) as refused:
        load(needs_token=True)
    assert words in refused.value.report()


@pytest.mark.parametrize(
    ("left_out", "words"), [("DOOR_PORT", "443, 80, 88 or 8443"), ("WEBHOOK_URL", "no MUJAZ_WEBHOOK_URL")]
)
def test_a_certificate_without_what_it_is_for_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str, words: str
) -> None:
    certificate, key = pair(tmp_path / "tls")
    settings = {
        "TOKEN": TOKEN, "WEBHOOK_URL": "https://203.0.113.7:8443/hook", "WEBHOOK_SECRET": SECRET, "DOOR_PORT": "8443",
        "WEBHOOK_CERTIFICATE": str(certificate), "WEBHOOK_KEY": str(key),
    }  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(f"MUJAZ_{name}", "" if name == left_out else value)
    with pytest.raises(BadSettings) as refused:
        load(needs_token=True)
    assert words in refused.value.report()
