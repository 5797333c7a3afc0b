"""Keywords as readers type them, matched against articles as the search compares words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.keywords import MOST, parse, told

NEWS = told("سرّحت شركة ميتا 600 موظف من مختبر الأبحاث الأساسية، واستثنت فريق النماذج اللغوية الكبيرة.")


def match(keywords: str) -> bool:
    found = parse(keywords)
    return found is not None and found.match(NEWS)


WANTED = (
    "+ميتا",
    "الموظفين",
    "+مختبر +ميتا",
    "«مختبر الأبحاث»",
    "“مختبر الابحاث”",
    "رقائق ميتا",
    "+ميتا -آبل",
    "+بالموظف",
)
UNWANTED = (
    "+ميتا +آبل",
    "آبل",
    "-ميتا",
    "+ميتا -«مختبر الأبحاث»",
    "«الأبحاث مختبر»",
    "+ميتا -موظف",
    "",
    "في",
    "😀",
    "«»",
)


@pytest.mark.parametrize("keywords", WANTED)
def test_an_article_that_holds_what_is_wanted_matches_in_any_spelling_and_form(keywords: str) -> None:
    assert match(keywords)


@pytest.mark.parametrize("keywords", UNWANTED)
def test_an_article_that_lacks_a_must_or_holds_what_is_excluded_does_not_match(keywords: str) -> None:
    assert not match(keywords)


@given(st.text(max_size=300))
def test_any_text_parses_into_few_words_and_matching_never_fails(text: str) -> None:
    found = parse(text)
    if found is not None:
        assert len(found.phrases) + len(found.without) <= MOST
        assert found.match(NEWS) in (True, False)
