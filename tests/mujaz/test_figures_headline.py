"""A digest gives at most three figures of an article, those that carry its news."""

from hypothesis import given
from hypothesis import strategies as st

from mujaz.figures.headline import headline_figures
from mujaz.figures.quantities import quantities


def _figures(title: str, body: str) -> list[tuple[float, str]]:
    return [(one.value, one.unit) for one in headline_figures(title, body)]


def test_the_layoff_of_the_seed_article_leads() -> None:
    title = "ميتا تسرح نحو 600 موظف من مختبرها للذكاء الاصطناعي"
    body = "تقلص ميتا فرقها بعد صيف وظفت فيه أكثر من 50 باحثا. وتحسنت الكفاءة منذ بداية عام 2023."
    assert _figures(title, body) == [(600, "employees"), (50, "employees")]


def test_a_figure_of_the_title_comes_before_those_of_the_body() -> None:
    assert _figures("صفقة بـ5 مليارات دولار", "تضم الخطة 9 مليارات دولار أخرى. وتستثمر الشركة 7 مليارات دولار.")[0] == (
        5 * 10**9,
        "USD",
    )


def test_a_figure_said_twice_is_given_once() -> None:
    assert _figures("جولة بـ40 مليار دولار", "جمعت الشركة 40 مليارا، أي 40 مليار دولار.") == [(40 * 10**9, "USD")]


def test_never_more_than_three_are_given() -> None:
    body = "باعت 5 آلاف وحدة بـ3 ملايين دولار في 12 دولة وكسبت 9% وسرحت 40 موظفا."
    assert len(headline_figures("نتائج", body)) == 3


def test_how_long_something_takes_gives_way_to_what_it_costs() -> None:
    assert _figures("خطة جديدة", "تنفق الشركة خلال 5 سنوات 20 مليار دولار.") == [(20 * 10**9, "USD")]


def test_a_figure_of_the_past_gives_way_to_one_of_the_news() -> None:
    body = "كانت إيراداتها 4 مليارات دولار. وبلغت إيراداتها هذا الربع 6 مليارات دولار."
    assert _figures("إيرادات الشركة تقفز", body)[0] == (6 * 10**9, "USD")


def test_an_article_without_figures_has_none() -> None:
    assert headline_figures("ميتا تعيد تنظيم مختبرها", "كتب ألكسندر وانغ مذكرة في 22 أكتوبر 2025 عن GPT-5.") == []


def test_places_are_those_of_title_and_body_together() -> None:
    title, body = "خبر قصير", "سرحت الشركة 600 موظف"
    (one,) = headline_figures(title, body)
    assert f"{title}\n{body}"[one.start : one.end] == "600 موظف"


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_article_gives_figures_of_its_own(title: str, body: str) -> None:
    found = quantities(f"{title}\n{body}")
    assert all(one in found for one in headline_figures(title, body))
