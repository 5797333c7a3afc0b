"""Pictures are drawn once for all who see the same, beside the bot's work, and only by a bot that draws."""

import asyncio
import subprocess
import sys
from pathlib import Path

from mujaz.charts.chart import Bar, Comparison
from pipeline.pictures import KEPT, Pictures


def chart(number: int = 1) -> Comparison:
    bar = Bar("ميتا", number, str(number), 0, "", None, "")
    return Comparison("عنوان", "تاريخ", (bar,), "هذا الأسبوع", "", "ملاحظة", right_to_left=True)


async def test_who_asks_for_the_same_picture_at_the_same_time_gets_the_one_that_is_drawn() -> None:
    pictures = Pictures()
    first, second, third = await asyncio.gather(*(pictures.of(chart()) for _ in range(3)))
    assert first is second is third
    assert isinstance(first, bytes)


async def test_the_bot_goes_on_while_a_picture_is_drawn() -> None:
    drawing = asyncio.ensure_future(Pictures().of(chart()))  # noqa: TID251 - awaited below
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
    assert drawing.result()


async def test_a_picture_that_was_uploaded_is_known_by_its_file_id_until_it_is_refused() -> None:
    pictures = Pictures()
    drawn = await pictures.of(chart())
    pictures.uploaded(chart(), "ABC")
    assert await pictures.of(chart()) == "ABC"
    pictures.refused(chart())
    assert await pictures.of(chart()) == drawn


async def test_pictures_that_nobody_asked_for_in_a_long_time_are_forgotten() -> None:
    pictures = Pictures()
    for number in range(KEPT + 1):
        pictures.uploaded(chart(number), f"file {number}")
    assert [await pictures.of(chart(number)) for number in (1, KEPT)] == ["file 1", f"file {KEPT}"]
    assert isinstance(await pictures.of(chart(0)), bytes)


def test_a_bot_that_draws_nothing_does_not_load_what_draws() -> None:
    look = "import sys, bot.__main__, bot.wiring; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=Path(__file__).parents[2]).returncode == 0
