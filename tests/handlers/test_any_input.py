"""Every command there is, with whatever people put behind it: each has an answer, and none fails or breaks markup.

The commands are those of handlers.routes: a new one is tried without a word here.
"""

import pytest
from structlog.testing import capture_logs

from handlers.by_name import ByName
from handlers.routes import routes
from playground.messages import Message
from playground.people import Person
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import META, all_heard, archived, failures, said_to
from tests.newsroom import EDITOR_ID, Newsroom, open_newsroom

INPUTS = {
    "nothing": "",
    "four thousand characters": " " + "كلمة " * 790,
    "one long word": " " + "ا" * 3980,
    "emoji": " 🙂👨‍👩‍👧‍👦🇸🇦",
    "html": ' <b>ميتا</b></a> &amp; <script>alert("1")</script>',
    "sql": " '; DROP TABLE articles; --",
    "fts5": ' title:"ميتا" OR NEAR(a b, 3) AND NOT * ^{title body}: "',
    "latin digits": " ميتا 30",
    "arabic digits": " ميتا ٣٠ يومًا",
    "reversed": " تسريح 30 ميتا",
    "negative": " -1",
    "many lines": "\n\nميتا\n\n\n30\n",
    "braces": " {name} %s {0} \\",
    "another bot's name": "@another_bot ميتا",
    "another bot after it": " @another_bot ميتا",
    "controls": " \u202eatem\u202c \u2067ميتا\u2066 \x00\x07",
}


def commands(newsroom: Newsroom) -> list[str]:
    """Every command that is answered."""
    found = [handler.commands for handler in routes(newsroom.mujaz.room) if isinstance(handler, ByName)]
    return sorted(frozenset().union(*found))


async def answered(newsroom: Newsroom, person: Person, text: str) -> None:
    """Waits until a text is answered. Raises TimeoutError, with what stands in the chat, where it is not."""
    sent = person.send(text)
    await all_heard(newsroom, timeout=60)
    if not any(_answers(message, sent) for message in person.messages):
        newsroom.clock.turn(seconds=3)  # what is pasted is read when it has settled
        await newsroom.mujaz.tidy_desk()
    await person.sees(lambda message: _answers(message, sent))


def _answers(message: Message, sent: Message) -> bool:
    return message.from_bot and message.message_id > sent.message_id


@pytest.mark.parametrize("kind", INPUTS)
async def test_every_command_answers_whatever_stands_behind_it(
    kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Asked by the owner, to whom every command is open."""
    async with open_newsroom(SUNDAY_EVENING, tmp_path_factory.mktemp("mujaz"), owner=EDITOR_ID) as newsroom:
        layla = newsroom.layla
        await archived(newsroom, META, "نظارة تترجم")
        await answered(newsroom, layla, "/start")
        with capture_logs() as logged:
            for command in commands(newsroom):
                await answered(newsroom, layla, f"/{command}{INPUTS[kind]}")
                newsroom.clock.turn(seconds=5)
        assert failures(logged) == []
        assert not any(text.startswith("عذرًا، وقع خطأ") for text in said_to(layla))
        assert len(commands(newsroom)) > 30
