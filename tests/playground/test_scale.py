"""A million people cost next to nothing, and every message to every one of them is counted."""

import random
import tracemalloc
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from playground.crowd import every
from playground.ledger import Ledger, body_hash
from playground.server import Playground
from tests.playground.conftest import Client

FIRST = 10_000_000
MILLION = 1_000_000

Sent = tuple[int, str, float]
chats = st.integers(-3, 3)
sent = st.lists(st.tuples(chats, st.sampled_from(["خبر", "تصحيح", ""]), st.floats(0, 0.7)), max_size=60)


async def test_any_of_a_million_people_can_be_written_to(toy: Playground, call: Client) -> None:
    people = toy.synthetic(FIRST, MILLION)
    for chat_id in (people[0], people[777_777], people[-1]):
        answer = await call("sendMessage", chat_id=chat_id, text="خبر")
        assert answer.result["chat"]["id"] == chat_id
    outside = await call("sendMessage", chat_id=FIRST + MILLION, text="خبر")
    assert outside.description == "Bad Request: chat not found"
    assert toy.ledger.counts() == {people[0]: 1, people[777_777]: 1, people[-1]: 1}


async def test_some_of_them_have_blocked_the_bot(toy: Playground, call: Client) -> None:
    people = toy.synthetic(FIRST, 99, blocked=every(33))
    refused = [id for id in people if (await call("sendMessage", chat_id=id, text="خبر")).status == 403]
    assert refused == [id for id in people if id % 33 == 0]
    assert toy.ledger.missing(people) == refused
    assert len(refused) == 3


async def test_telegram_knows_who_they_are(toy: Playground, call: Client) -> None:
    toy.synthetic(FIRST, 10)
    assert (await call("getChat", chat_id=FIRST)).result["type"] == "private"
    member = (await call("getChatMember", chat_id=FIRST, user_id=FIRST)).result
    assert (member["status"], member["user"]["id"]) == ("member", FIRST)


async def test_what_they_got_can_be_replied_to_edited_and_deleted(toy: Playground, call: Client) -> None:
    toy.synthetic(FIRST, 10)
    first = (await call("sendMessage", chat_id=FIRST, text="خبر")).result["message_id"]
    reply = await call("sendMessage", chat_id=FIRST, text="تتمة", reply_parameters={"message_id": first})
    assert reply.result["reply_to_message"]["message_id"] == first
    edited = await call("editMessageText", chat_id=FIRST, message_id=first, text="تصحيح")
    assert edited.result["text"] == "تصحيح"
    assert (await call("deleteMessage", chat_id=FIRST, message_id=first)).result is True
    elsewhere = await call("editMessageText", chat_id=FIRST + 1, message_id=first, text="تصحيح")
    assert elsewhere.description == "Bad Request: message to edit not found"


async def test_one_of_them_can_come_alive(toy: Playground, call: Client) -> None:
    people = toy.synthetic(FIRST, 10)
    sara = toy.person("سارة", id=people[3])
    await call("sendMessage", chat_id=sara.id, text="خبر")
    assert (await sara.hears()).text == "خبر"
    sara.send("/today")
    assert [update["message"]["text"] for update in await call.updates()] == ["/today"]


async def test_copies_are_told_apart_by_their_text(toy: Playground, call: Client) -> None:
    toy.synthetic(FIRST, 10)
    for chat_id, text in ((FIRST, "خبر"), (FIRST, "خبر"), (FIRST, "تصحيح"), (FIRST + 1, "خبر")):
        await call("sendMessage", chat_id=chat_id, text=text)
    assert (toy.copies(FIRST), toy.copies(FIRST, "خبر"), toy.copies(FIRST + 2)) == (3, 2, 0)
    assert toy.ledger.repeated() == {(FIRST, body_hash("خبر")): 2}


async def test_only_what_was_accepted_is_counted(toy: Playground, call: Client) -> None:
    toy.synthetic(FIRST, 10, blocked=every(1))
    toy.fail("sendMessage")
    for chat_id in (FIRST, FIRST + 1):
        assert (await call("sendMessage", chat_id=chat_id, text="خبر")).status in (403, 429)
    assert len(toy.ledger) == 0


@given(sent)
def test_the_counts_are_exact(messages: list[Sent]) -> None:
    ledger, log, now = Ledger(), [], 1_800_000_000.0
    for number, (chat_id, text, gap) in enumerate(messages):
        now += gap
        ledger.add(chat_id, number, text, now)
        log.append((chat_id, text, now))
    copies = Counter((chat_id, body_hash(text)) for chat_id, text, _ in log)
    assert len(ledger) == len(log)
    assert ledger.copies() == copies
    assert ledger.repeated() == {key: number for key, number in copies.items() if number > 1}
    for chat_id in range(-3, 4):
        times = [at for chat, _, at in log if chat == chat_id]
        assert ledger.count(chat_id) == ledger.counts()[chat_id] == len(times)
        assert ledger.times(chat_id) == times
        assert ledger.count(chat_id, "خبر") == copies[chat_id, body_hash("خبر")]
        assert ledger.shortest_gap(chat_id) == _shortest(times)
    gaps = [later - sooner for chat_id in range(-3, 4) for sooner, later in pairwise(ledger.times(chat_id))]
    assert ledger.shortest_gap() == min(gaps, default=None)


def _shortest(times: list[float]) -> float | None:
    return min((later - sooner for sooner, later in pairwise(times)), default=None)


@given(sent)
def test_the_busiest_second_is_found(messages: list[Sent]) -> None:
    ledger, times, now = Ledger(), [], 1_800_000_000.0
    for number, (chat_id, text, gap) in enumerate(messages):
        now += round(gap, 2)
        ledger.add(chat_id, number, text, now)
        times.append(now)
    busiest = max((sum(0 <= at - begin < 1 - 1e-5 for at in times) for begin in times), default=0)
    assert ledger.max_in_any_second() == busiest


def test_a_million_chats_fit_in_150_mb_even_while_questions_are_answered() -> None:
    number = 50_000
    people = list(range(FIRST, FIRST + number))
    random.Random(0).shuffle(people)
    tracemalloc.start()
    try:
        ledger = Ledger()
        for message_id, chat_id in enumerate(people):
            ledger.add(chat_id, message_id, "خبر", 1_800_000_000.0 + message_id)
        kept, _ = tracemalloc.get_traced_memory()
        assert len(ledger.counts()) == number
        assert ledger.repeated() == {}
        assert ledger.shortest_gap() is None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 40 * number
    assert peak < 150 * number


async def test_a_toy_in_another_process_is_set_up_and_asked_over_http(toy: Playground, call: Client) -> None:
    async def control(verb: str, path: str, **body: object) -> dict[str, object]:
        answer = await call.raw(verb, f"{toy.url}/_ctl/{path}", json=body)
        assert answer.status == 200, answer.body
        return answer.body

    await control("POST", "synthetic", first_id=FIRST, count=10, blocked_every=5)
    await control("POST", "limits", chat_burst=1, strict=True)
    await control("POST", "faults", method="sendMessage", kind="flood", retry_after=[3, 3], chat_id=FIRST + 1)
    statuses = [(await call("sendMessage", chat_id=FIRST + n % 3, text="خبر")).status for n in (0, 1, 2, 2)]
    assert statuses == [403, 429, 200, 429]
    violations = (await control("GET", "violations"))["violations"]
    assert violations == toy.violations
    assert len(toy.violations) == 1
    toy.violations.clear()
    await control("DELETE", "faults")
    await control("POST", "clock", minutes=1)
    await control("POST", "latency", shortest=0.001, longest=0.002)
    assert [(await call("sendMessage", chat_id=FIRST + n, text="خبر")).status for n in (1, 2)] == [200, 200]
    counts = await control("GET", f"counts?first={FIRST}&count=4")
    assert counts == {
        "messages": 3,
        "chats": 2,
        "missing": [FIRST, FIRST + 3],
        "repeated": [[FIRST + 2, body_hash("خبر"), 2]],
        "max_in_any_second": 2,
        "max_bulk_in_any_second": 2,
        "shortest_gap": 60.0,
    }
