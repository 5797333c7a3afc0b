"""What is settled without work, from the raw update alone; whatever an update holds, it has a fate."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.incoming import Fate, Incoming, Judge, has_id, heard_in, whose

NOW = datetime(2025, 10, 26, 17, tzinfo=UTC)
SARA, EDITOR = 2001, 3001
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["from", "chat", "id", "text", "date", "edit_date", "message", "callback_query", "x"]), inner
    ),
    max_leaves=12,
)  # fmt: skip


def judge() -> Judge:
    return Judge({EDITOR}, "Mujaz_bot")


def message(text: str, person: int = SARA, at: datetime = NOW, kind: str = "message", **more: Any) -> dict[str, Any]:
    content = {"message_id": 1, "from": {"id": person}, "date": int(at.timestamp()), "text": text, **more}
    return {"update_id": 1, kind: content}


def tap(person: int = SARA) -> dict[str, Any]:
    return {"update_id": 1, "callback_query": {"id": "1", "from": {"id": person}, "data": "x"}}


def fates(bodies: list[dict[str, Any]], since: datetime = NOW, now: datetime = NOW) -> list[Fate]:
    judging = judge()
    return [judging.fate(Incoming(1, body, since), now) for body in bodies]


def test_commands_and_taps_of_a_person_count_together() -> None:
    bodies = [message("/help"), tap(), message("/start", kind="edited_message"), tap(), message("/latest"), tap()]
    assert fates(bodies) == [Fate.HANDLE] * 5 + [Fate.SLOW_DOWN]
    assert fates([*bodies, tap()])[-1] is Fate.FLOOD


def test_what_people_write_is_never_held_up() -> None:
    bodies = [message("قطعة من نص طويل")] * 50 + [{"update_id": 1, "message": {"from": {"id": SARA}, "photo": []}}] * 50
    assert set(fates(bodies)) == {Fate.HANDLE}


def test_an_editor_is_never_held_up_whatever_the_post_looks_like() -> None:
    assert set(fates([message("/post خبر", EDITOR)] * 50)) == {Fate.HANDLE}


def test_a_command_for_another_bot_of_the_group_is_no_command() -> None:
    assert set(fates([message("/start@other_bot")] * 50)) == {Fate.HANDLE}
    assert Fate.FLOOD in fates([message("/start@mujaz_BOT please")] * 50)


def test_what_piled_up_while_the_bot_was_down_is_no_flood() -> None:
    sent = [message("/help", at=NOW - timedelta(minutes=minute)) for minute in range(20, 0, -1)]
    assert set(fates(sent)) == {Fate.HANDLE}


def test_a_date_in_the_future_silences_nobody() -> None:
    judging = judge()
    far = [message("/help", at=datetime(9999, 1, 1, tzinfo=UTC))] * 9
    for body in far:
        judging.fate(Incoming(1, body, NOW), NOW)
    later = NOW + timedelta(seconds=10)
    assert judging.fate(Incoming(1, message("/help", at=later), later), later) is Fate.HANDLE


def test_a_tap_that_waited_longer_than_telegram_takes_an_answer_is_stale_and_a_message_never_is() -> None:
    waited = NOW + timedelta(seconds=151)
    assert fates([tap(), message("/help")], now=waited) == [Fate.STALE, Fate.HANDLE]
    assert fates([tap()], now=NOW + timedelta(seconds=150)) == [Fate.HANDLE]


@given(st.dictionaries(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]), JSON))
def test_whatever_an_update_holds_it_has_a_fate_and_an_owner(body: dict[str, Any]) -> None:
    assert isinstance(judge().fate(Incoming(1, body, NOW), NOW), Fate)
    assert whose(body, 7) is not None
    assert heard_in(body) is None or isinstance(heard_in(body), int)


def test_somebody_is_heard_where_they_tapped_or_wrote_to_the_bot_alone() -> None:
    private, group = {"id": SARA, "type": "private"}, {"id": -5, "type": "supergroup"}
    for kind in ("message", "edited_message"):
        assert [heard_in({kind: {"chat": chat}}) for chat in (private, group)] == [SARA, None]
    assert [heard_in({"callback_query": {"message": {"chat": chat}}}) for chat in (private, group)] == [SARA, None]
    assert heard_in({"my_chat_member": {"chat": private}}) is None


@given(JSON)
def test_only_what_can_be_kept_has_an_id(update: Any) -> None:
    assert not has_id(update) or 0 <= update["update_id"] < 2**63


def test_an_id_is_a_whole_number_that_the_database_holds() -> None:
    assert has_id({"update_id": 0})
    for number in (-1, 2**63, True, 1.0, "1", None):
        assert not has_id({"update_id": number})
