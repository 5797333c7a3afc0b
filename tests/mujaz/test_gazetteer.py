"""Names: every spelling that a newspaper uses is found, and no everyday word is taken for a company."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.tokens import tokens
from mujaz.companies.catalogue import load
from mujaz.companies.gazetteer import Gazetteer, Mention
from mujaz.companies.spelling import PREFIXES, skeleton
from tests.mujaz.tricky import cases

GAZETTEER = Gazetteer(load())


def names() -> Iterator[tuple[str, str]]:
    """(id, name) of everything that the catalogue lists."""
    for holder in GAZETTEER.catalogue.holders():
        for name in (holder.en, holder.ar, *holder.aliases):
            yield holder.id, name


def heard(text: str) -> str:
    """What is left of a name when vowels, spacing and the choice among ج غ ق ك are taken away."""
    return re.sub("[كو]", "", "".join(skeleton(token.norm) for token in tokens(text)).replace("ج", "")).replace("ي", "")


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
    surnames = [name.split()[-1] for name in known] if mention.kind == "person" else []
    return {heard(name) for name in (*known, *surnames)}
