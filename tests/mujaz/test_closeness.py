"""The words of a question are found in a text wherever they stand, in every form."""

from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.closeness import Finder, Sought, Tier
from mujaz.arabic.fold import fold
from mujaz.arabic.stem import stem_variants
from mujaz.arabic.tokens import spans, written

ASKED = ("شركه", "نماذج", "بنك", "ايه", "4.1", "meta")
FORMS = st.sampled_from([
    "شركة", "الشَّركات", "وبشركتها", "نـماذجها", "للنماذج", "بنك", "البنوك", "وبنكها", "إيه", "أيه", "4.1", "٤٫١", "Meta",
    "META", "metal", "شر", "كرة", "نموذج", "قبل", "ﷺ", "🙂", "½",
])  # fmt: skip
TEXTS = st.lists(st.one_of(FORMS, st.text(max_size=8))).map(" ".join)


def finder(*asked: str) -> Finder:
    return Finder([Sought(word) for word in asked], asked)


@given(TEXTS, st.lists(st.sampled_from(ASKED), min_size=1, unique=True))
def test_every_form_of_an_asked_word_is_found_and_nothing_else(text: str, asked: list[str]) -> None:
    found = [text[place.start : place.end] for place in finder(*asked).in_body(text, spans(text))]
    stems = {stem for word in asked for stem in stem_variants(word)}
    assert found == [word for word in written(text) if fold(word) in asked or stems & {*stem_variants(fold(word))}]


def test_a_name_of_several_words_is_found_with_what_is_attached_to_it() -> None:
    text = "قالت وسكيل إيه آي إن سكيل وحدها تكفي"
    one = Finder([Sought("scale", names=frozenset([("سكيل", "اي", "اي")]))], ["scale"])
    assert [(text[p.start : p.end], p.tier) for p in one.in_body(text, spans(text))] == [
        ("وسكيل", Tier.OTHER_SCRIPT), ("إيه", Tier.OTHER_SCRIPT), ("آي", Tier.OTHER_SCRIPT),
    ]  # fmt: skip
