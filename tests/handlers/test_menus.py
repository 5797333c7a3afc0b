"""What each person sees as commands, and that a refused menu stops nothing."""

import asyncio
from pathlib import Path

from playground.server import Playground
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import eventually, open_desk
from tests.newsroom import EDITOR_ID, Newsroom, TurnedClock, open_toy, running_bot

READER = [
    "digest",
    "missed",
    "latest",
    "week",
    "month",
    "trends",
    "company",
    "companies",
    "compare",
    "search",
    "story",
    "following",
    "saved",
    "settings",
    "time",
    "timezone",
    "quiet",
    "pause",
    "resume",
    "channel",
    "privacy",
    "export",
    "delete_me",
    "help",
    "stop",
]


async def test_readers_see_their_commands_in_the_language_of_their_phone(newsroom: Newsroom) -> None:
    await eventually(newsroom.toy, lambda: "Your digest now" in _menu(newsroom.toy, 1, "en").values())
    arabic, english, german = (_menu(newsroom.toy, 1, language) for language in ("ar", "en", "de"))
    assert list(arabic) == list(english) == READER
    assert arabic["latest"] == "آخر الأخبار"
    assert english["latest"] == "The latest news"
    assert german == arabic


async def test_admins_of_groups_see_what_they_may_change_there(newsroom: Newsroom) -> None:
    profile = newsroom.toy.world.profile
    scope = ("all_chat_administrators", 0, 0)
    await eventually(newsroom.toy, lambda: bool(profile.commands(scope, "en")))
    seen = {found["command"] for found in profile.commands(scope, "")}
    assert {"start", "stop", "settings", "time", "timezone", "quiet", "pause", "resume"} <= seen
    assert not {"export", "delete_me", "channel", "missed"} & seen


async def test_groups_see_no_commands_of_subscribers(newsroom: Newsroom) -> None:
    profile = newsroom.toy.world.profile
    await eventually(newsroom.toy, lambda: bool(profile.commands(("default", 0, 0), "en")))
    assert [found["command"] for found in profile.commands(("default", 0, 0), "")] == [
        "latest",
        "week",
        "month",
        "trends",
        "company",
        "companies",
        "compare",
        "search",
        "story",
        "help",
    ]


async def test_an_editor_sees_post_after_the_first_word_with_the_bot(tmp_path: Path) -> None:
    clock = TurnedClock(SUNDAY_EVENING)
    async with open_toy(clock) as toy, running_bot(toy, clock, tmp_path):
        await eventually(toy, lambda: "Your digest now" in _menu(toy, EDITOR_ID, "en").values())
        layla = toy.person("ليلى", id=EDITOR_ID)
        layla.send("/start")
        await eventually(toy, lambda: "Post an article" in _menu(toy, EDITOR_ID, "en").values())
        assert _menu(toy, EDITOR_ID, "ar")["post"] == "نشر خبر"
        assert "post" not in _menu(toy, 1, "ar")


async def test_only_admins_see_the_commands_that_are_theirs(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(owner=4001):
        toy = desk.toy
        toy.person("المالك", id=4001).send("/start")
        desk.layla.send("/start")
        await eventually(toy, lambda: {"post", "runs", "broadcast"} <= _menu(toy, 4001, "en").keys())
        await eventually(toy, lambda: "post" in _menu(toy, EDITOR_ID, "en"))
        assert _menu(toy, 4001, "ar")["broadcast"] == "إعلان إلى كل القراء"
        assert not {"runs", "broadcast"} & (_menu(toy, EDITOR_ID, "ar").keys() | _menu(toy, 1, "ar").keys())


async def test_help_tells_admins_alone_what_is_theirs(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for person, told in ((newsroom.layla, True), (sara, False)):
        person.send("/help")
        assert ("/broadcast" in (await person.hears()).text) == told


async def test_the_bot_introduces_itself_in_arabic_and_in_english(newsroom: Newsroom) -> None:
    profile = newsroom.toy.world.profile
    await eventually(newsroom.toy, lambda: bool(profile.short_description.by_language))
    assert profile.name.get("ar") == "موجز"
    assert profile.name.get("en") == "Mujaz"
    assert "أخبار شركات الذكاء الاصطناعي" in profile.description.get("")
    assert "Arabic newsroom" in profile.short_description.get("en")


async def test_the_bot_works_although_telegram_refuses_its_menus(tmp_path: Path) -> None:
    clock = TurnedClock(SUNDAY_EVENING)
    async with open_toy(clock) as toy:
        toy.fail("setMyCommands", times=100, status=400, description="Bad Request: BOT_COMMAND_INVALID")
        toy.fail("setMyName", times=100, status=429, retry_after=86_000)
        async with running_bot(toy, clock, tmp_path):
            sara = toy.person("سارة")
            sara.send("/start")
            assert (await sara.hears()).text.startswith("أهلًا بك في موجز")
            assert _menu(toy, sara.id, "ar") == {}


def _menu(toy: Playground, person: int, language: str) -> dict[str, str]:
    seen = toy.world.profile.commands_seen_by(person, language)
    return {command["command"]: command["description"] for command in seen}


async def test_a_bot_that_starts_again_changes_nothing_that_is_so_already(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:

        def introduced() -> bool:
            return [method for method, _ in desk.toy.requests].count("getMyShortDescription") == 2

        for _ in range(2):
            desk.toy.world.requests.clear()
            async with desk.opened(editors=frozenset()):
                async with asyncio.timeout(20):
                    while not introduced():  # noqa: ASYNC110 - a question to the toy is no event
                        await asyncio.sleep(0)
        assert not [method for method, _ in desk.toy.requests if method.startswith("setMy")]
