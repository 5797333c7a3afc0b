"""Names: every spelling that a newspaper uses is found, and no everyday word is taken for a company."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.remembered import Remembered
from mujaz.arabic.tokens import Token, tokens
from mujaz.companies.catalogue import load
from mujaz.companies.gazetteer import Gazetteer, Mention, Reason
from mujaz.companies.names import NameIndex
from mujaz.companies.rules import Rules
from mujaz.companies.signs import Lexicon
from mujaz.companies.spelling import PREFIXES, skeleton
from mujaz.companies.words import Cutter
from tests.mujaz.tricky import cases

GAZETTEER = Gazetteer(load())
LEAST_F1_OF_AMBIGUOUS = 0.97


def names() -> Iterator[tuple[str, str]]:
    """(id, name) of everything that the catalogue lists."""
    for holder in GAZETTEER.catalogue.holders():
        for name in (holder.en, holder.ar, *holder.aliases):
            yield holder.id, name


def heard(text: str) -> str:
    """What is left of a name when vowels, spacing, the choice among ج غ ق ك and minor versions are taken away."""
    bones = "".join(skeleton(token.norm.partition(".")[0]) for token in tokens(text))
    return re.sub("[جكوي]", "", bones)


@pytest.mark.parametrize("case", cases("mentions"), ids=lambda case: case["text"])
def test_names_are_found_and_look_alikes_are_not(case: dict[str, Any]) -> None:
    text = case["text"]
    assert {text[m.start : m.end]: m.id for m in GAZETTEER.find(text)} == case["found"]


@pytest.mark.parametrize("case", cases("sources"), ids=lambda case: case["text"])
def test_the_outlet_that_is_credited_is_the_source(case: dict[str, Any]) -> None:
    source = GAZETTEER.source(case["text"])
    assert (source.id if source else "") == case["outlet"]


@pytest.mark.parametrize("case", cases("resolve"), ids=lambda case: case["query"])
def test_any_spelling_leads_a_reader_to_the_company(case: dict[str, Any]) -> None:
    company = GAZETTEER.resolve(case["query"])
    assert (company.id if company else "") == case["company"]


@pytest.mark.parametrize(("id_", "name"), list(names()))
def test_every_listed_name_leads_to_its_holder(id_: str, name: str) -> None:
    found = GAZETTEER.find(f"تقول شركة الذكاء الاصطناعي OpenAI عبر منصة {name}")
    assert id_ in {mention.id for mention in found} or any(
        name in rule.names for rule in GAZETTEER.catalogue.ambiguities
    )


def test_ambiguous_names_in_general_news_are_told_apart_nearly_always() -> None:
    right = wrong = missed = 0
    for case in cases("mention", "ambiguous.toml"):
        text, wanted = case["text"], set(case["found"].items())
        found = {(text[m.start : m.end], m.id) for m in GAZETTEER.find(text)}
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    assert 2 * right / (2 * right + wrong + missed) >= LEAST_F1_OF_AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "id_", "reason"),
    [
        ("خبر عن أنثروبيك", "anthropic", Reason.NAME),
        ("خبر عن أنثروبييك", "anthropic", Reason.SOUND),
        ("خطة لـ ميتا", "meta", Reason.MARKED),
        ("نموذج كلود", "claude", Reason.CONTEXT),
        ("ألكسندر وانغ، وقال وانغ", "Alexandr Wang", Reason.SURNAME),
    ],
)
def test_every_mention_says_why_it_was_taken_for_one(text: str, id_: str, reason: Reason) -> None:
    mention = GAZETTEER.find(text)[-1]
    assert (mention.id, mention.reason) == (id_, reason)


def test_a_king_is_not_his_son_and_a_given_name_is_no_surname() -> None:
    assert [m.id for m in GAZETTEER.find("محمد بن سلمان ثم الملك سلمان")] == ["Mohammed bin Salman"]
    assert [m.id for m in GAZETTEER.find("شي جين بينغ ثم بينغ")] == ["Xi Jinping"]
    assert [m.id for m in GAZETTEER.find("ليانغ ونفنغ ثم ليانغ")] == ["Liang Wenfeng"] * 2


@given(st.text(st.characters(), max_size=200))
def test_words_are_cut_where_all_of_mujaz_cuts_them(text: str) -> None:
    words = Cutter(Lexicon(NameIndex([]), NameIndex([]), Rules([], {}))).cut(text)
    assert [words.word(place) for place in range(len(words))] == tokens(text)
    assert words.all == [token.norm for token in tokens(text)]


def test_a_text_without_spaces_is_cut_a_few_times_however_many_names_it_holds() -> None:
    """Cut anew for each word, it would take a minute instead of a moment."""
    cut = Cutter(Lexicon(NameIndex([]), NameIndex([]), Rules([], {})))
    times = 0

    def counted(piece: str) -> list[Token]:
        nonlocal times
        times += 1
        return tokens(piece)

    cut.tokens = Remembered(counted)
    words = cut.cut("،".join(["شركة"] * 500))
    assert [words.word(place)[0] for place in range(500)] == [5 * place for place in range(500)]
    assert times == 1


@pytest.mark.parametrize("text", ["قالت الشركة التي تأسست أمس إنها ستتوسع", "وهي الشركة التي يعرفها الناس"])
def test_a_word_of_grammar_is_not_heard_as_a_part_of_a_name(text: str) -> None:
    assert GAZETTEER.find(text) == []


def test_a_product_is_not_a_mention_of_its_owner_but_names_it() -> None:
    (mention,) = GAZETTEER.find("تطبيق واتساب")
    assert mention == Mention("product", "whatsapp", 6, 12, "meta")


@pytest.mark.parametrize(
    ("query", "nearest"),
    [("microsft", "microsoft"), ("جوجول", "google"), ("انثروبيق", "anthropic"), ("نفيدياا", "nvidia")],
)
def test_a_slip_of_the_finger_is_offered_the_nearest_company(query: str, nearest: str) -> None:
    assert GAZETTEER.suggest(query)[0].id == nearest


@pytest.mark.parametrize("query", ["السلام عليكم", "مرحبا", "كيف الحال اليوم", "", "؟!", "zzzzzz"])
def test_nothing_is_offered_for_what_is_near_no_company(query: str) -> None:
    assert GAZETTEER.suggest(query) == []


def test_no_more_companies_are_offered_than_asked_for() -> None:
    assert len(GAZETTEER.suggest("مايكروسوف", n=1)) == 1


ALIASES = sorted({name for _, name in names()})
words = st.sampled_from(
    [*ALIASES, "شركة", "الذكاء", "الاصطناعي", "،", ".", "\n", "و", "لـ", "«", "»", "OpenAI", "ميتا", "بعد"]
)
joined = st.tuples(st.sampled_from(["", "و", "ال", "ب", "وبال", "لـ", "#"]), words).map("".join)
newsy_text = st.lists(joined, max_size=12).map(" ".join) | st.lists(words, max_size=8).map("".join)


@given(newsy_text | st.text(st.characters(), max_size=200))
def test_every_mention_spells_one_of_its_names(text: str) -> None:
    end = 0
    for mention in GAZETTEER.find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        written = text[mention.start : mention.end]
        spellings = {form for prefix in ("", *PREFIXES) for form in without(prefix, written)}
        assert spellings & listed(mention), (written, mention)


def without(prefix: str, written: str) -> Iterator[str]:
    first, *rest = [token.norm for token in tokens(written)]
    if first.startswith(prefix):
        remainder = first[len(prefix) :]
        yield heard(" ".join([remainder, *rest]))
        yield heard(" ".join(["ال" + remainder, *rest]))


def listed(mention: Mention) -> set[str]:
    known = [name for id_, name in names() if id_ == mention.id]
    surnames = [tokens(name)[place].norm for name in known for place in (0, -1) if mention.kind == "person"]
    return {heard(name) for name in (*known, *surnames)}
