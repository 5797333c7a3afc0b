"""Questions in plain words: answered from the archive with the sentence and its source, or honestly not at all."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import pytest

from handlers.questions import find
from mujaz.arabic.fold import fold
from mujaz.questions.answering import Answer
from mujaz.questions.question import read
from tests.handlers.scenes import META, archived, labels
from tests.newsroom import Newsroom

QUESTIONS = tomllib.loads((Path(__file__).parents[1] / "data" / "questions.toml").read_text("utf-8"))["question"]
RIGHT = 50
"""Of sixty; and not one wrong figure or day."""


async def archive_of_the_playground(newsroom: Newsroom) -> None:
    for row in files("playground").joinpath("newsroom.jsonl").read_text("utf-8").splitlines():
        item = orjson.loads(row)
        at = datetime.fromisoformat(item["date"]).astimezone(UTC)
        await newsroom.mujaz.room.intake.archive(
            item["title"], item["text"], source=item["source"], url=item["url"], reported_at=at, published_at=at
        )


def names_in(newsroom: Newsroom, found: Answer) -> str:
    holders = {holder.id: holder for holder in newsroom.mujaz.room.gazetteer.catalogue.holders()}
    return " ".join([found.said, *(f"{holders[id_].ar} {holders[id_].en}" for id_ in found.ids if id_ in holders)])


def is_right(newsroom: Newsroom, wanted: Mapping[str, Any], found: Answer | None) -> bool:
    if found is None:
        return not wanted.keys() & {"value", "day", "answer"}
    if "value" in wanted:
        values = wanted["value"] if isinstance(wanted["value"], list) else [wanted["value"]]
        return any(found.value == pytest.approx(value, rel=0.006) for value in values)
    if "day" in wanted:
        return str(found.day) == str(wanted["day"])
    return any(fold(name) in fold(names_in(newsroom, found)) for name in wanted.get("answer", ()))


async def test_most_of_sixty_questions_are_answered_right_and_none_with_a_wrong_figure(newsroom: Newsroom) -> None:
    await archive_of_the_playground(newsroom)
    room = newsroom.mujaz.room
    wrong: list[tuple[str, Answer]] = []
    missed: list[str] = []
    for wanted in QUESTIONS:
        question = read(wanted["asked"], room.gazetteer)
        found = None if question is None else await find(room, question, room.slot.tz)
        if not is_right(newsroom, wanted, found):
            if found is None:
                missed.append(wanted["asked"])
            else:
                wrong.append((wanted["asked"], found))
    assert [(asked, found) for asked, found in wrong if found.value is not None or found.day] == []
    assert len(QUESTIONS) == 60 and 60 - len(wrong) - len(missed) >= RIGHT, (wrong, missed)


async def test_an_answer_comes_with_its_sentence_and_source_and_leads_to_the_whole_story(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    sara = newsroom.toy.person("سارة")
    sara.send("كم سعر نظارة ميتا؟")
    answer = await sara.hears()
    assert answer.text.startswith("499 دولارًا\n\nوقالت الشركة إن النظارة ستصل")
    assert "ميتا تكشف عن نظارة مترجمة" in answer.text and labels(answer) == ["القصة كاملة"]


async def test_what_the_archive_does_not_say_is_not_known_and_the_closest_stories_are_shown(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    sara = newsroom.toy.person("سارة")
    sara.send("كم موظفًا سرّحت ميتا؟")
    answer = await sara.hears()
    assert answer.text.startswith("لا أعرف: ") and "ميتا تكشف عن نظارة مترجمة" in answer.text
    assert labels(answer) == ["1"]
    newsroom.clock.turn(seconds=9)
    sara.send("متى استحوذت شركة لا يعرفها أحد على غيرها؟")
    assert (await sara.hears()).text.startswith("لا أعرف: ")


async def test_a_text_of_a_title_opens_its_story_and_a_link_does_too(newsroom: Newsroom) -> None:
    article = await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    sara = newsroom.toy.person("سارة")
    for typed in ("ميتا تكشف عن نظاره مترجمه", f"https://t.me/x?start=s_{article.story}"):
        newsroom.clock.turn(seconds=9)
        sara.send(typed)
        assert "رابط دائم لهذه القصة" in (await sara.hears()).text
