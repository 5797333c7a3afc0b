"""Stories: what tells one stays together, what only sounds like it stays apart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.stories import index as stories_index
from mujaz.stories.index import StoryIndex
from mujaz.stories.sketch import sketch
from mujaz.stories.story import Label, NewsItem, Pins, Placement

STREAM = Path(__file__).parent.parent / "data" / "stories.jsonl"
MONDAY = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
FIRE = NewsItem(
    time=MONDAY,
    outlet="alpha",
    title="اندلاع حريق في عبارة قبالة سواحل صقلية",
    text="اندلع حريق في عبارة تقل 280 راكبا قبالة سواحل صقلية فجر الاثنين، وقال خفر السواحل الإيطالي إنه أجلى جميع"
    " الركاب إلى ميناء باليرمو، وأصيب ستة أشخاص باختناق.",
    figures=(280.0, 6.0),
)
EVACUATION = NewsItem(
    time=MONDAY + timedelta(hours=5),
    outlet="beta",
    title="إجلاء 280 راكبا من عبارة تحترق قرب باليرمو",
    text="أجلى خفر السواحل الإيطالي 280 راكبا بعد حريق شب في عبارة كانت متجهة من نابولي إلى باليرمو في صقلية. ونقل ستة"
    " مصابين باختناق إلى المستشفى، وفتحت النيابة تحقيقا.",
    figures=(280.0, 6.0),
)
MERGER = NewsItem(
    time=MONDAY + timedelta(hours=6),
    outlet="alpha",
    title="بنكان خليجيان يبحثان الاندماج",
    text="يبحث بنك الساحل وبنك النخيل اندماجا ينشئ مصرفا بأصول قدرها 90 مليار دولار، وفق بيانين إلى البورصة.",
    figures=(90e9,),
)


def stream() -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in STREAM.read_bytes().splitlines()]


def item(row: dict[str, Any]) -> NewsItem:
    return NewsItem(
        time=datetime.fromisoformat(row["time"]),
        outlet=row["outlet"],
        title=row["title"],
        text=row["text"],
        companies=tuple(row["companies"]),
        products=tuple(row["products"]),
        people=tuple(row["people"]),
        figures=tuple(row["figures"]),
        event=row["event"],
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """An article of the stream, where it was placed, and what its label says of both."""

    row: dict[str, Any]
    placement: Placement
    opened_by: dict[str, Any]

    @property
    def is_right(self) -> bool:
        return (self.row["story"], self.row["label"]) == (self.opened_by["story"], self.placement.label)


def told(items: Iterable[NewsItem]) -> tuple[StoryIndex, list[Placement]]:
    """An index that was told of articles numbered from 1; an opened story has the number of its first article."""
    index, placements = StoryIndex(), []
    for number, one in enumerate(items, start=1):
        placement = index.place(sketch(one))
        remember(index, number, one, placement)
        placements.append(placement)
    return index, placements


def remember(index: StoryIndex, number: int, one: NewsItem, placement: Placement) -> None:
    index.remember(number, sketch(one), number if placement.story is None else placement.story)


@pytest.fixture(scope="module")
def placed() -> list[Placed]:
    rows = stream()
    _, placements = told(map(item, rows))
    return [
        Placed(row, placement, rows[placement.story - 1] if placement.story else row)
        for row, placement in zip(rows, placements, strict=True)
    ]


def about(placed: list[Placed], *topics: str) -> list[Placed]:
    return [one for one in placed if one.row["story"].startswith(topics)]


def wrong(placed: list[Placed]) -> list[str]:
    return [
        f"{one.row['title']}: {one.placement.label} of «{one.opened_by['title']}»" for one in placed if not one.is_right
    ]


def test_two_outlets_on_one_event_tell_one_story() -> None:
    _, (first, second) = told([FIRE, EVACUATION])
    assert (first.story, first.label) == (None, Label.OPENING)
    assert (second.story, second.label, second.nearest) == (1, Label.SAME, 1)


def test_daily_reports_on_gold_and_oil_do_not_melt_into_one_story(placed: list[Placed]) -> None:
    assert wrong(about(placed, "gold", "oil")) == []


def test_reports_on_two_shares_stay_apart_and_out_of_other_stories_on_the_companies(placed: list[Placed]) -> None:
    assert wrong(about(placed, "meta", "apple")) == []


def test_all_the_news_of_one_company_is_not_one_story(placed: list[Placed]) -> None:
    assert wrong(about(placed, "openai", "amazon", "google")) == []


def test_the_same_event_in_two_countries_makes_two_stories(placed: list[Placed]) -> None:
    assert wrong(about(placed, "quake", "central-bank")) == []


def test_a_follow_up_months_later_finds_its_story_and_says_what_is_new(placed: list[Placed]) -> None:
    vote, result = about(placed, "bank-merger")[-1], about(placed, "amazon-jobs")[-1]
    assert wrong([vote, result]) == []
    assert vote.placement.news.figures == (92e9,)
    assert result.placement.news.figures == ()


def test_what_a_follow_up_adds_is_told_by_figures_names_and_event() -> None:
    plain = replace(EVACUATION, companies=("meta",), figures=(280.0, 600.0), event="lawsuit")
    _, (_, second) = told([replace(FIRE, companies=("meta",), event="other"), replace(plain, people=("tim-cook",))])
    assert second.news.figures == (600.0,)
    assert second.news.names == ("tim-cook",)
    assert second.news.event == "lawsuit"


def test_a_figure_rounded_otherwise_is_not_new() -> None:
    _, (_, second) = told([replace(FIRE, figures=(14.32e9,)), replace(EVACUATION, figures=(14.3e9, 280.0))])
    assert second.news.figures == (280.0,)


def test_a_wire_copy_under_another_title_is_recognised(placed: list[Placed]) -> None:
    assert wrong(about(placed, "meta-labs")) == []
    assert [one.placement.label for one in about(placed, "meta-labs")] == [Label.OPENING, Label.COPY]


def test_after_a_day_and_a_half_an_article_follows_up() -> None:
    _, (_, second) = told([FIRE, replace(EVACUATION, time=MONDAY + timedelta(hours=40))])
    assert (second.story, second.label) == (1, Label.FOLLOW_UP)


def test_an_article_that_comes_late_joins_the_story_of_its_day() -> None:
    _, placements = told([EVACUATION, MERGER, replace(FIRE, time=MONDAY - timedelta(hours=8))])
    assert placements[2].story == 1


@pytest.mark.parametrize("days", [9_000, -9_000])
def test_one_article_with_a_wrong_date_harms_no_other(days: int) -> None:
    astray = replace(MERGER, time=MONDAY + timedelta(days=days))
    for order in ([FIRE, astray, EVACUATION], [astray, FIRE, EVACUATION]):
        _, placements = told(order)
        _, undisturbed = told([FIRE, EVACUATION])
        assert placements[2].label is Label.SAME
        assert abs(placements[2].nearness - undisturbed[1].nearness) < 0.5


def test_what_an_editor_pinned_stays_and_what_he_barred_stays_out() -> None:
    index, _ = told([FIRE, MERGER])
    assert index.place(sketch(EVACUATION), Pins(story=2)).story == 2
    assert index.place(sketch(EVACUATION), Pins(barred=frozenset({1}))).story is None
    assert index.place(sketch(EVACUATION), Pins(story=77)).label is Label.FOLLOW_UP  # a story forgotten by now


def test_after_a_merge_articles_join_the_merged_story() -> None:
    index, _ = told([FIRE, MERGER])
    index.merge(1, into=2)
    assert index.place(sketch(EVACUATION)).story == 2


def test_after_a_split_articles_join_the_part_they_are_like() -> None:
    index, _ = told([MERGER])
    remember(index, 2, FIRE, Placement(1, Label.SAME, index.place(sketch(FIRE)).news))
    index.split([2], 9)
    assert index.place(sketch(EVACUATION)).story == 9
    assert index.place(sketch(replace(MERGER, time=MONDAY + timedelta(hours=9)))).story == 1


def test_splitting_or_merging_what_is_forgotten_changes_nothing() -> None:
    index, _ = told([FIRE])
    index.merge(55, into=1)
    index.split([66], 7)
    assert index.place(sketch(EVACUATION)).story == 1


def test_placing_alone_changes_nothing() -> None:
    index, _ = told([FIRE])
    assert [index.place(sketch(EVACUATION)) for _ in range(3)] == [index.place(sketch(EVACUATION))] * 3


def test_memory_is_bounded_and_the_newest_are_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories_index, "REMEMBERED", 30)
    monkeypatch.setattr(stories_index, "WINDOW_MOST", 20)
    fillers = [
        replace(
            MERGER, time=MONDAY + timedelta(minutes=n), title=f"خبر {n}", text=f"كلمة{n} وحيدة{n} نادرة{n}", figures=()
        )
        for n in range(400)
    ]
    index, placements = told([FIRE, *fillers, replace(EVACUATION, time=MONDAY + timedelta(hours=8))])
    assert placements[-1].story is None
    assert index.longest_posting() <= 64


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=300), st.floats(allow_nan=False)), max_size=6))
def test_any_texts_can_be_placed(texts: list[tuple[str, str, float]]) -> None:
    items = [
        NewsItem(MONDAY + timedelta(hours=n), title, text, figures=(figure,))
        for n, (title, text, figure) in enumerate(texts)
    ]
    _, placements = told(items)
    assert all(placement.story is None or placement.story <= n for n, placement in enumerate(placements))
