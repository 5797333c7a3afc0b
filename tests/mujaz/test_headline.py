"""A text without a title gets one from its first sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.headline import headline


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "أفاد تقرير نشرته صحيفة محلية، أن شركة نور ستغلق مكتبها في دبي، وذلك في خطوة فاجأت موظفيها "
            "ومورديها معًا بعد أشهر من الصمت والترقب.",
            "شركة نور ستغلق مكتبها في دبي",
        ),
        ("ذكرت وكالة رويترز أن الشركة تبحث عن مستثمرين.", "الشركة تبحث عن مستثمرين"),
        ("أفادت رويترز بأن الشركة تبحث عن مستثمرين.", "الشركة تبحث عن مستثمرين"),
        ("بحسب وكالة محلية، تعتزم الشركة فتح مكتب في تونس.", "تعتزم الشركة فتح مكتب في تونس"),
        ("وفقًا لتقرير نشرته صحيفة محلية، تعتزم نواة بيع فرعها.", "تعتزم نواة بيع فرعها"),
        ("في خطوة مفاجئة، أعلنت نواة بيع فرعها.", "أعلنت نواة بيع فرعها"),
        ("قالت المديرة إن الشركة ستتوسع.", "قالت المديرة إن الشركة ستتوسع"),
        ("أعلنت ميتا أن مختبرها سيفتح فرعًا في القاهرة.", "أعلنت ميتا أن مختبرها سيفتح فرعًا في القاهرة"),
        ("هل تطلق OpenAI متصفحًا جديدًا؟", "هل تطلق OpenAI متصفحًا جديدًا؟"),
    ],
)
def test_the_headline_says_what_happened_and_not_who_reported_it(sentence: str, expected: str) -> None:
    assert headline(sentence, 70) == expected


def test_a_long_sentence_is_cut_behind_a_clause_else_at_a_word() -> None:
    assert headline("كلمة " * 40, 90).endswith("كلمة…")
    clause = "افتتحت الشركة مركز بيانات جديدًا في الرياض"
    assert headline(f"{clause}، {'وقالت ' * 20}", 90) == clause


def test_a_headline_is_not_cut_inside_a_quotation() -> None:
    sentence = "قالت مديرة الشركة أمس: «سنبني مركزا جديدا هنا، ونوظف فيه مئات المهندسين، ثم نمضي إلى غيره»."
    assert headline(sentence, 60).endswith("…")
    quoted = "أعلن المدير في «رسالة طويلة» إلى الموظفين، وهي الثالثة هذا العام، أن المكتب باق في مكانه"
    assert headline(quoted, 60) == "أعلن المدير في «رسالة طويلة» إلى الموظفين"


def test_a_headline_does_not_end_in_mid_air() -> None:
    assert headline("تستعد الشركة لنقل جميع موظفيها من مقرها القديم إلى مقر جديد", 54).endswith("القديم…")


@given(st.text(max_size=400), st.integers(min_value=10, max_value=120))
def test_a_headline_is_never_longer_than_asked_for(sentence: str, longest: int) -> None:
    assert len(headline(sentence, longest)) <= longest
