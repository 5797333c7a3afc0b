"""What an editor may paste, and what becomes of it."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.article import BODY_MOST, TITLE_MOST, Article, Kind, Named, NewArticle, Status, Urgency
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import AlreadyStored, BadTitle, DraftGone, EmptyPost, PostTooLong, Refusal
from pipeline.intake import Intake, Settled, clean_title, compose
from pipeline.rereading import BATCH, read_again
from storage import articles, pastes, stories
from storage.store import Store, open_store
from tests.newsroom import TurnedClock

NOW = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)
EDITOR, CHAT = 3001, 3001
NEWS = "ميتا تسرّح 600 موظف\n\nأعلنت شركة ميتا أنها ستسرّح 600 موظف. وأفاد تقرير نشرته وكالة Axios بأن القرار نهائي."
OTHER = "أوبن إيه آي تفتح مكتبًا\n\nأعلنت شركة OpenAI افتتاح مكتب جديد في الرياض."

UNREADABLE = [
    "",
    " \n\t",
    "😀😀😀",
    "👨‍👩‍👧 🇸🇦",
    "\0\0",
    "\u202e\u2066\u200b",
    "123 456",
    "؟!…«»",
    "\ufeff",
    "\u064e\u064b",
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(catalogue.load())


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "mujaz.sqlite") as opened:
        yield opened


@pytest.fixture
def intake(store: Store, gazetteer: Gazetteer, clock: TurnedClock) -> Intake:
    return Intake(store, gazetteer, clock)


# ---------------------------------------------------------------- reading


def read(text: str, gazetteer: Gazetteer, **given: str) -> NewArticle:
    return compose(text, gazetteer, NOW, **given)


def test_an_article_is_stored_with_whom_it_names_and_whom_it_credits(gazetteer: Gazetteer) -> None:
    new = read(NEWS, gazetteer)
    assert new.title == "ميتا تسرّح 600 موظف"
    assert new.source == "أكسيوس"
    assert new.named == (Named(Kind.COMPANY, "meta"),)
    assert new.reported_at == NOW


def test_an_article_keeps_its_figures_with_their_words_and_their_sentence(gazetteer: Gazetteer) -> None:
    new = read(f"{NEWS} وتبلغ كلفة القرار ما بين مليار وملياري دولار.", gazetteer)
    jobs, cost = new.figures
    assert (jobs.value, jobs.until, jobs.unit, jobs.said) == (600, None, "employees", "600 موظف")
    assert jobs.sentence == "ميتا تسرّح 600 موظف"
    assert (cost.value, cost.until, cost.unit) == (1e9, 2e9, "USD")
    assert cost.sentence == "وتبلغ كلفة القرار ما بين مليار وملياري دولار."
    assert cost.said in cost.sentence
    assert (new.line, new.event) == (new.long[0], "layoffs")


async def test_the_source_that_is_given_wins_over_the_one_in_the_text(store: Store, intake: Intake) -> None:
    stored = await intake.archive("عنوان", NEWS, source="رويترز", url=None, reported_at=NOW, published_at=NOW)
    assert stored.source == "رويترز"


async def test_a_second_report_joins_the_story_of_the_first_also_after_a_restart(
    store: Store, intake: Intake, gazetteer: Gazetteer, clock: TurnedClock
) -> None:
    first = await intake.archive("ميتا تسرّح 600 موظف", NEWS, source=None, url=None, reported_at=NOW, published_at=NOW)
    restarted = Intake(store, gazetteer, clock)
    second = await restarted.archive(
        "ميتا تستغني عن 600 موظف",
        "استغنت ميتا عن 600 موظف من مختبرها للذكاء الاصطناعي، كما ذكرت رويترز.",
        source=None,
        url=None,
        reported_at=NOW + timedelta(hours=2),
        published_at=NOW + timedelta(hours=2),
    )
    one = await store.read(stories.of_article, first.id)
    other = await store.read(stories.of_article, second.id)
    assert one is not None
    assert other is not None
    assert (one.id, one.articles) == (other.id, 2)


def test_the_title_that_an_editor_gives_wins_over_the_first_line(gazetteer: Gazetteer) -> None:
    new = read(NEWS, gazetteer, title="عنوان آخر")
    assert new.title == "عنوان آخر"
    assert new.body == NEWS


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_post_without_a_readable_word_is_told_so(gazetteer: Gazetteer, text: str) -> None:
    with pytest.raises(EmptyPost):
        read(text, gazetteer)


def test_a_hundred_thousand_characters_are_refused_with_both_numbers(gazetteer: Gazetteer) -> None:
    with pytest.raises(PostTooLong) as refusal:
        read("خبر " * 25_000, gazetteer)
    assert refusal.value.values == {"length": 99_999, "most": BODY_MOST}


def test_the_longest_post_that_is_allowed_is_read(gazetteer: Gazetteer) -> None:
    assert read("خبر طويل. " * (BODY_MOST // 10), gazetteer).body


def test_markup_in_a_post_is_text_like_any_other(gazetteer: Gazetteer) -> None:
    new = read("<b>ميتا</b> & «جوجل»\n\n<script>قالت ميتا إن a < b.</script>", gazetteer)
    assert new.title == "<b>ميتا</b> & «جوجل»"
    assert new.body == "<script>قالت ميتا إن a < b.</script>"


@pytest.mark.parametrize("mark", ["\0", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\x1b"])
def test_what_nobody_sees_does_not_make_another_article(gazetteer: Gazetteer, mark: str) -> None:
    assert read(mark.join(NEWS), gazetteer) == read(NEWS, gazetteer)


@given(st.text())
def test_any_post_is_read_or_refused_and_what_is_kept_can_be_stored(gazetteer: Gazetteer, text: str) -> None:
    try:
        new = read(text, gazetteer)
    except Refusal:
        assert not any(char.isalpha() for char in text) or len(text) > BODY_MOST
        return
    told = [words for figure in new.figures for words in (figure.said, figure.sentence)]
    for kept in (new.title, new.body, new.line, *new.summary, *new.long, *told):
        kept.encode()
        assert "\0" not in kept
    for line in (new.line, *new.summary, *new.long, *told):
        assert "\n" not in line
    assert new.title.strip()
    assert "\n" not in new.title


@pytest.mark.parametrize("title", [*UNREADABLE, "ب" * (TITLE_MOST + 1)])
def test_a_title_that_cannot_stand_is_refused(title: str) -> None:
    with pytest.raises(BadTitle):
        clean_title(title)


def test_a_title_becomes_one_line_without_invisible_marks() -> None:
    assert clean_title(" عنوان\u202e \n جديد\0 ") == "عنوان جديد"


# ---------------------------------------------------------------- from paste to draft to public


async def paste(store: Store, clock: TurnedClock, *pieces: str, first_id: int = 1) -> int:
    paste_id = await store.write(pastes.begin, EDITOR, CHAT, clock())
    for message_id, piece in enumerate(pieces, first_id):
        await store.write(pastes.add_piece, paste_id, message_id, piece, clock())
    return paste_id


async def settled(intake: Intake, clock: TurnedClock) -> Settled:
    clock.turn(seconds=3)
    (only,) = await intake.settle_ready()
    return only


async def draft(store: Store, intake: Intake, clock: TurnedClock, text: str = NEWS) -> Article:
    await paste(store, clock, text)
    found = (await settled(intake, clock)).result
    assert isinstance(found, Article)
    return found


async def test_pieces_are_joined_when_no_more_come(store: Store, intake: Intake, clock: TurnedClock) -> None:
    head, _, body = NEWS.partition("\n\n")
    await paste(store, clock, head, body)
    assert await intake.settle_ready() == []
    result = (await settled(intake, clock)).result
    assert isinstance(result, Article)
    assert (result.title, result.status) == ("ميتا تسرّح 600 موظف", Status.DRAFT)


async def test_a_refused_post_stays_due_until_its_editor_was_told(
    store: Store, intake: Intake, clock: TurnedClock
) -> None:
    await paste(store, clock, "😀")
    refused = await settled(intake, clock)
    assert isinstance(refused.result, EmptyPost)
    assert await intake.settle_ready() == []
    clock.turn(minutes=1)
    (again,) = await intake.settle_ready()
    assert isinstance(again.result, EmptyPost)
    await store.write(pastes.close, refused.paste)
    clock.turn(minutes=1)
    assert await intake.settle_ready() == []


async def test_the_same_text_is_told_and_not_stored_twice(store: Store, intake: Intake, clock: TurnedClock) -> None:
    first = await draft(store, intake, clock)
    await paste(store, clock, NEWS.replace(" ", "  "), first_id=50)
    clock.turn(seconds=3)
    outcomes = {type(found.result) for found in await intake.settle_ready()}
    assert AlreadyStored in outcomes
    assert (await store.read(articles.get, first.id + 1)) is None


async def test_a_title_that_the_editor_typed_outlives_a_late_piece(
    store: Store, intake: Intake, clock: TurnedClock
) -> None:
    paste_id = await paste(store, clock, NEWS)
    found = await settled(intake, clock)
    assert isinstance(found.result, Article)
    await intake.retitle(found.paste, found.result.id, "عنوان المحرر")
    await store.write(pastes.add_piece, paste_id, 2, "وقالت الشركة إنها ستعوّضهم.", clock())
    again = (await settled(intake, clock)).result
    assert isinstance(again, Article)
    assert (again.id, again.title) == (found.result.id, "عنوان المحرر")


async def test_a_draft_is_published_once(store: Store, intake: Intake, clock: TurnedClock) -> None:
    found = await draft(store, intake, clock)
    published = await intake.publish(found.id, Urgency.NEXT)
    assert (published.status, published.published_at) == (Status.PUBLISHED, clock())
    with pytest.raises(DraftGone):
        await intake.publish(found.id, Urgency.NOW)


async def test_what_an_older_mujaz_read_is_read_again_and_looks_as_it_did(
    store: Store, intake: Intake, gazetteer: Gazetteer
) -> None:
    ids = [
        (await intake.archive(f"عنوان {n}", f"{NEWS} رقم {n}.", source=None, url=None, reported_at=NOW,
                              published_at=NOW)).id
        for n in range(BATCH + 1)
    ]  # fmt: skip
    read_well = await store.read(articles.latest, len(ids))
    await store.write(_forget_what_was_told)
    assert {found.figures for found in await store.read(articles.latest, len(ids))} == {()}
    await read_again(store, gazetteer, pause=0)
    assert await store.read(articles.latest, len(ids)) == read_well
    assert {figure.value for found in read_well for figure in found.figures} >= {600}


def _forget_what_was_told(db: sqlite3.Connection) -> None:
    db.execute("UPDATE articles SET line = NULL, long = '', event = 'other'")
    db.execute("DELETE FROM figures")


async def test_an_article_from_elsewhere_keeps_its_own_day(store: Store, intake: Intake) -> None:
    stored = await intake.archive(
        "أوبن إيه آي تفتح مكتبًا", OTHER, source=None, url=None,
        reported_at=NOW - timedelta(days=9), published_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    assert (stored.reported_at, stored.published_at) == (NOW - timedelta(days=9), NOW - timedelta(hours=1))
    assert [found.id for found in await store.read(articles.latest, 9)] == [stored.id]
