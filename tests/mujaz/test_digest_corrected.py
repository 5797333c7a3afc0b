"""What a digest contained is enough to write the very same letters again, and to correct each where it stands."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mujaz.article import Article, Status
from mujaz.digest.choose import Choice, Taste, choose
from mujaz.digest.compose import compose
from mujaz.digest.composition import Composition, Manner, again, met, pieces
from mujaz.digest.correct import corrected, form_of, speaking
from mujaz.digest.item import alone
from mujaz.digest.memory import NOTHING_TOLD, remember, unlearn
from mujaz.digest.ranking import rank
from mujaz.digest.split import measure
from mujaz.letter import Letter
from mujaz.subscriber import Calendar, Digits, Length
from storage import compositions
from tests.mujaz.news import SINCE, TEXTS, UNTIL, article, newsrooms

MANNERS = st.builds(
    Manner,
    language=st.sampled_from(("ar", "en")),
    zone=st.sampled_from(("Asia/Riyadh", "America/Nuuk")),
    country=st.sampled_from((None, "MA", "IQ")),
    digits=st.sampled_from(Digits),
    calendar=st.sampled_from(Calendar),
    length=st.sampled_from(Length),
)
LONG = tuple(f"جملة طويلة رقم {number} " + "كلمة " * 50 for number in range(6))


def written(choice: Choice, manner: Manner) -> tuple[Composition, list[Letter]]:
    """A digest's letters, and what is kept of them, from where it is stored."""
    letters = compose(choice, form_of(manner), speaking(manner), UNTIL)
    composition = Composition(pieces(choice.items, letters), len(letters), manner)
    return compositions.read(compositions.written(composition)), letters


def long_digest() -> tuple[list[Article], Composition, list[Letter]]:
    """One of several parts, with a long story in every place."""
    told = [article(number, title=f"خبر {number}", summary=LONG[:3], long=LONG) for number in range(1, 9)]
    choice = Choice(tuple(map(alone, told)))
    return told, *written(choice, Manner("ar", "Asia/Riyadh", length=Length.FULL))


@given(newsrooms(TEXTS, most=8), newsrooms(TEXTS, most=4), MANNERS, st.sampled_from((3, 12)))
def test_what_a_digest_contained_is_written_again_word_for_word(
    earlier: Sequence[Article], news: Sequence[Article], manner: Manner, most: int
) -> None:
    before = choose(rank(earlier, SINCE, UNTIL), Taste(most=3))
    memory = remember(
        NOTHING_TOLD, met(pieces(before.items, compose(before, form_of(manner), speaking(manner), UNTIL)), 1)
    )
    choice = choose(rank(news, SINCE, UNTIL), Taste(most=most), memory)
    composition, letters = written(choice, manner)
    articles = {each.id: each for each in news}
    items = tuple(item for piece in composition.pieces if (item := again(piece, articles)))
    assert compose(Choice(items), form_of(manner), speaking(manner), UNTIL) == letters
    assert [corrected(composition, part, articles, UNTIL) for part in range(composition.parts)] == letters
    told = met(composition.pieces, 2)
    known = [piece.since for piece in composition.pieces]
    after = remember(memory, told)
    assert unlearn(after, zip(told, known, strict=True)) == memory


@given(newsrooms(TEXTS, most=8), MANNERS, st.data())
def test_a_correction_of_any_article_marks_its_story_and_no_other(
    news: Sequence[Article], manner: Manner, data: st.DataObject
) -> None:
    composition, letters = written(choose(rank(news, SINCE, UNTIL), Taste(most=12)), manner)
    if not letters:
        return
    piece = data.draw(st.sampled_from(composition.pieces))
    articles = {each.id: each for each in news}
    lead = articles[piece.lead]
    gone = data.draw(st.booleans())
    changed = (
        replace(lead, status=Status.RETRACTED, version=lead.version + 1, retracted_reason="نفته الشركة")
        if gone
        else replace(lead, title="خبر آخر", summary=("جملة أخرى.",), long=(), version=lead.version + 1)
    )
    after = corrected(composition, piece.part, articles | {lead.id: changed}, UNTIL)
    assert after is not None
    assert measure(after.html).fits
    assert after.stories == letters[piece.part].stories
    marks = [speaking(manner).say(key, headline="", title="") for key in ("correction.mark", "correction.withdrawn")]
    assert [after.html.count(mark.strip()) for mark in marks] == ([0, 1] if gone else [1, 0])


def test_each_part_of_a_long_digest_is_corrected_by_itself() -> None:
    told, composition, letters = long_digest()
    assert composition.parts > 1
    articles = {each.id: each for each in told}
    last = composition.pieces[-1]
    articles[last.lead] = replace(articles[last.lead], title="صُحّح", summary=("قصير.",), long=(), version=2)
    now = [corrected(composition, part, articles, UNTIL) for part in range(composition.parts)]
    assert now[:-1] == letters[:-1]
    assert now[-1] is not None
    assert "<b>تصحيح:</b>" in now[-1].html
    assert now[-1].keyboard == letters[-1].keyboard


def test_a_correction_that_does_not_fit_into_its_part_any_more_is_no_letter() -> None:
    told, composition, _ = long_digest()
    articles = {each.id: replace(each, summary=("كلمة " * 300,), version=2) for each in told}
    first = [piece.lead for piece in composition.pieces if piece.part == 0]
    assert len(first) > 1
    longer = {number: replace(each, long=tuple(line * 6 for line in LONG)) for number, each in articles.items()}
    assert corrected(composition, 0, longer, UNTIL) is None
