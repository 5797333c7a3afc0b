"""Fixtures that every folder of tests may use."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from playground.server import Playground
from tests.newsroom import Newsroom, open_newsroom

# How long an example takes depends on the machine, and on what else it does.
# An unchanged commit stays green on CI; elsewhere each run looks at other examples.
hypothesis.settings.register_profile("mujaz", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("mujaz")

SUNDAY_EVENING = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
"""20:00 in Riyadh."""


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """The real bot on the toy Telegram, on a Sunday evening."""
    async with open_newsroom(SUNDAY_EVENING, tmp_path) as opened:
        yield opened


@pytest.fixture
async def toy() -> AsyncIterator[Playground]:
    """A toy Telegram on the real clock, for bots that run as processes of their own."""
    toy = Playground()
    await toy.start()
    yield toy
    await toy.close()
    assert toy.violations == []
