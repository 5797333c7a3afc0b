"""A line of text is read at half the price, and as python-telegram-bot would have read it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update

from pipeline.inbox import MALFORMED
from pipeline.unpacked import Plain, unpacked
from playground.server import DEFAULT_TOKEN

IDS = st.integers(1, 2**52)
PERSON = st.fixed_dictionaries(
    {"id": IDS, "is_bot": st.booleans(), "first_name": st.text()},
    optional={
        "last_name": st.text(),
        "username": st.text(),
        "language_code": st.text(),
        "is_premium": st.just(value=True),
    },
)
CHAT = st.fixed_dictionaries(
    {"id": IDS | IDS.map(int.__neg__), "type": st.sampled_from(["private", "group", "supergroup", "x"])},
    optional={"title": st.text(), "first_name": st.text(), "is_forum": st.booleans()},
)
ENTITY = st.fixed_dictionaries(
    {"type": st.sampled_from(["bot_command", "url", "x"]), "offset": st.integers(0, 9), "length": st.integers(0, 9)}
)
MESSAGE = st.fixed_dictionaries(
    {"message_id": IDS, "chat": CHAT, "date": st.integers(0, 2**33)},
    optional={"from": PERSON, "text": st.text(), "entities": st.lists(ENTITY, max_size=3)},
)
ANYTHING: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({"id": 1})
)


@pytest.fixture(scope="module")
def bot() -> Iterator[Bot]:
    yield Bot(DEFAULT_TOKEN)


@given(said=MESSAGE)
def test_a_plain_message_is_what_python_telegram_bot_makes_of_it(bot: Bot, said: dict[str, Any]) -> None:
    body = {"update_id": 7, "message": said}
    ours, theirs = unpacked(body, bot), Update.de_json(body, bot)
    assert isinstance(ours.message, Plain)
    assert ours.to_dict() == theirs.to_dict()
    assert (ours.effective_chat, ours.effective_user) == (theirs.effective_chat, theirs.effective_user)
    assert theirs.message is not None
    assert ours.message.date == theirs.message.date
    assert ours.message.get_bot() is bot


@given(said=MESSAGE, more=st.dictionaries(st.sampled_from(["caption", "photo", "voice", "x"]), st.just([]), min_size=1))
def test_a_message_with_anything_else_in_it_is_read_by_python_telegram_bot(
    bot: Bot, said: dict[str, Any], more: dict[str, Any]
) -> None:
    body = {"update_id": 7, "message": said | more}
    try:
        theirs = Update.de_json(body, bot)
    except MALFORMED as error:
        with pytest.raises(type(error)):
            unpacked(body, bot)
    else:
        assert unpacked(body, bot).to_dict() == theirs.to_dict()


@given(
    said=MESSAGE,
    broken=st.dictionaries(st.sampled_from(["message_id", "chat", "from", "date", "text", "entities"]), ANYTHING),
)
def test_a_malformed_message_raises_nothing_else_than_what_the_inbox_settles(
    bot: Bot, said: dict[str, Any], broken: dict[str, Any]
) -> None:
    with suppress(*MALFORMED):
        assert unpacked({"update_id": 7, "message": said | broken}, bot).update_id == 7
