"""A paste that Telegram's app cut into pieces is one text again."""

from hypothesis import given
from hypothesis import strategies as st

from mujaz.paste import CUT_AT, joined
from playground.limits import pieces

WORDS = st.lists(st.sampled_from(["ميتا", "OpenAI", "أعلنت", "600", "رقائق"]), min_size=1, max_size=40)
PARAGRAPHS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


def test_one_piece_is_the_text_itself() -> None:
    assert joined(["  أعلنت ميتا الخبر.\n"]) == "أعلنت ميتا الخبر."


def test_nothing_is_nothing() -> None:
    assert joined([]) == ""


def test_messages_that_the_editor_sent_one_by_one_are_paragraphs() -> None:
    assert joined(["ميتا تسرّح موظفين", "أعلنت الشركة الخبر."]) == "ميتا تسرّح موظفين\n\nأعلنت الشركة الخبر."


def test_a_sentence_that_was_cut_in_the_middle_goes_on() -> None:
    head = "كلمة " * (CUT_AT // 5) + "قالت"
    assert joined([head, "الشركة إنها"]).endswith("قالت الشركة إنها")


def test_a_sentence_that_ended_at_the_cut_is_followed_by_a_paragraph() -> None:
    head = "كلمة " * (CUT_AT // 5) + "انتهت الجملة."
    assert joined([head, "وبدأت أخرى"]).endswith("انتهت الجملة.\n\nوبدأت أخرى")


@given(PARAGRAPHS)
def test_what_the_app_cuts_has_the_same_words_after_joining(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraph * 30 for paragraph in paragraphs)
    assert joined(list(pieces(text))).split() == text.split()


@given(st.lists(st.text(), max_size=5))
def test_joining_loses_nothing_but_the_space_at_the_cuts(parts: list[str]) -> None:
    assert "".join(joined(parts).split()) == "".join("".join(parts).split())
