"""Imports all of Mujaz and draws a picture with Arabic words: what the image needs is there, and compiled."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import bot.cli
from mujaz.charts.words import weeks
from mujaz.texts.catalogue import LANGUAGES, voice

for language in LANGUAGES:
    tongue = voice(language, ZoneInfo("Asia/Riyadh"))
    edges = [datetime(2025, 9, 1, tzinfo=UTC) + timedelta(weeks=number) for number in range(9)]
    chart = weeks("Meta ميتا", [3, 1, 4, 1, 5, 9, 2, 6], edges, tongue)
    assert import_module("mujaz.charts.drawing").draw(chart).startswith(b"\x89PNG")
    assert tongue.country("SA") != "SA"
assert bot.cli.main
