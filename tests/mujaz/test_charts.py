"""Pictures of who is spoken of: their words, and that everything on them can be read, whatever the names."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy
import numpy.typing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox
from PIL import Image

from mujaz.charts.canvas import Anchor, Canvas, Face
from mujaz.charts.chart import Chart, Comparison, Weeks
from mujaz.charts.drawing import INK, INNER, MARGIN, PAPER, WIDTH, draw, laid_out
from mujaz.charts.trends import Mentions, Trend, most_spoken_of, trend
from mujaz.charts.words import CAPTION_MOST, comparison, in_words, weeks
from mujaz.period import Span, period_until, weeks_until
from mujaz.texts.catalogue import Voice, voice
from playground.html import parse

VOICES = {language: voice(language, ZoneInfo("Asia/Riyadh")) for language in ("ar", "en")}
ARABIC, ENGLISH = VOICES["ar"], VOICES["en"]
SUNDAY = datetime(2025, 10, 26, 18, 0, tzinfo=UTC)
WEEK = period_until(Span.WEEK, SUNDAY, ARABIC.zone)
NAMES = {"meta": "ميتا", "openai": "أوبن إيه آي", "mistral": "ميسترال", "humain": "هيوماين", "nvidia": "إنفيديا"}
COUNTED = [Mentions("meta", 14, 5), Mentions("openai", 6, 7), Mentions("mistral", 3, 0), Mentions("humain", 2, 11)]

PIECES = (
    "ميتا", "مدينة الملك عبد العزيز للعلوم والتقنية", "OpenAI", "Google DeepMind", " و", "(TII)", "$x_1^2$", "深度求索",
    "😀", "\n", "\u202e", "\u2068", "\0", "a" * 90, "لا" * 60, "مِيـــتَا", "٣", "3.5", "\ud800", "W", "%", "{n}", "\\",
)  # fmt: skip
ANY_NAMES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
COUNTS = st.integers(0, 40) | st.sampled_from((0, 0, 1, 999, 20_000))


def compared(
    counted: Sequence[Mentions] = COUNTED, tongue: Voice = ARABIC, names: dict[str, str] = NAMES
) -> Comparison:
    chart = comparison(counted, WEEK, names.__getitem__, tongue)
    assert chart is not None
    return chart


def by_week(counts: Sequence[int], tongue: Voice = ARABIC, name: str = "ميتا") -> Weeks:
    return weeks(name, counts, weeks_until(SUNDAY, tongue.zone, len(counts)), tongue)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Comparisons of one to twelve companies and charts of one to thirteen weeks, with any names and counts."""
    tongue = draw(st.sampled_from(list(VOICES.values())))
    if draw(st.booleans()):
        return by_week(draw(st.lists(COUNTS, min_size=1, max_size=13)), tongue, draw(ANY_NAMES))
    names = {str(number): name for number, name in enumerate(draw(st.lists(ANY_NAMES, min_size=1, max_size=12)))}
    counted = [Mentions(company, draw(COUNTS) + 1, draw(COUNTS)) for company in names]
    period = period_until(draw(st.sampled_from(Span)), SUNDAY, tongue.zone)
    chart = comparison(counted, period, names.__getitem__, tongue)
    assert chart is not None
    return chart


def written(canvas: Canvas) -> list[tuple[str, Bbox]]:
    """The words on a sheet and the boxes of their ink."""
    return [(text.get_text(), text.get_window_extent()) for text in canvas.figure.texts if text.get_text()]


def bars(canvas: Canvas) -> list[Bbox]:
    return [patch.get_window_extent() for patch in canvas.figure.artists if isinstance(patch, FancyBboxPatch)]


def overlapping(boxes: Sequence[tuple[str, Bbox]]) -> Iterator[tuple[str, str]]:
    for number, (words, box) in enumerate(boxes):
        for others, other in boxes[number + 1 :]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            down = min(box.y1, other.y1) - max(box.y0, other.y0)
            if across > 1 and down > 1:
                yield words, others


# ---------------------------------------------------------------- the picture


@given(charts())
@settings(max_examples=25, deadline=None)
def test_whatever_the_names_every_word_is_on_the_sheet_and_none_over_another(chart: Chart) -> None:
    canvas = laid_out(chart)
    words = written(canvas)
    for text, box in words:
        assert box.x0 >= MARGIN - 2, text
        assert box.x1 <= WIDTH - MARGIN + 2, text
        assert 0 < box.y0 < box.y1 < canvas.figure.bbox.height, text
    assert list(overlapping(words)) == []


@given(charts())
@settings(max_examples=10, deadline=None)
def test_whatever_the_names_no_number_stands_on_a_bar_and_no_bar_leaves_the_sheet(chart: Chart) -> None:
    canvas = laid_out(chart)
    for box in bars(canvas):
        assert MARGIN - 1 <= box.x0 < box.x1 <= WIDTH - MARGIN + 1
    for text, box in written(canvas):
        assert not [bar for bar in bars(canvas) if bar.x0 < box.x1 and box.x0 < bar.x1 and bar.y0 < box.y0 < bar.y1], (
            text
        )


@pytest.mark.parametrize("companies", [1, 2, 8])
def test_a_picture_is_a_png_as_high_as_its_bars_need_and_one_that_telegram_takes(companies: int) -> None:
    counted = [Mentions(company, 9, 3) for company in list(NAMES) * 2][:companies]
    png = draw(compared(counted))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1000, 300 + 98 * companies)
    assert len(png) < 200_000


def test_the_same_chart_makes_the_same_picture_and_another_count_another() -> None:
    assert draw(compared()) == draw(compared())
    assert draw(compared()) != draw(compared([*COUNTED[:3], Mentions("humain", 2, 12)]))


@pytest.mark.parametrize("tongue", VOICES.values(), ids=VOICES)
def test_bars_grow_from_the_side_on_which_one_begins_to_read_and_are_as_long_as_their_counts(tongue: Voice) -> None:
    boxes = bars(laid_out(compared([Mentions("meta", 12, 6), Mentions("openai", 3, 12)], tongue)))[:4]
    edge = {"ar": WIDTH - MARGIN, "en": MARGIN}[tongue.language]
    for box in boxes:
        assert (box.x1 if tongue.right_to_left else box.x0) == pytest.approx(edge)
    assert [box.width / boxes[0].width for box in boxes] == pytest.approx([1, 1 / 2, 1 / 4, 1])


def test_the_oldest_week_stands_where_one_begins_to_read() -> None:
    arabic, english = (bars(laid_out(by_week([1, 2, 4], tongue))) for tongue in VOICES.values())
    assert [box.height / arabic[0].height for box in arabic] == pytest.approx([1, 2, 4])
    assert [box.x0 for box in arabic] == sorted((box.x0 for box in arabic), reverse=True)
    assert [box.x0 for box in english] == sorted(box.x0 for box in english)


def test_a_count_of_nothing_has_its_number_and_no_bar() -> None:
    canvas = laid_out(by_week([0, 3, 0]))
    assert len(bars(canvas)) == 1
    assert [text for text, _ in written(canvas)].count("0") == 2


def test_companies_of_which_nobody_speaks_any_more_have_numbers_and_no_bars() -> None:
    chart = compared()
    silent = tuple(replace(bar, now=0, now_shown="0", before=0, before_shown="") for bar in chart.bars)
    canvas = laid_out(replace(chart, bars=silent))
    assert len(bars(canvas)) == len(bars(laid_out(chart))) - 7  # two in the legend stay
    assert [text for text, _ in written(canvas)].count("0") == 4


def test_a_name_that_is_too_long_ends_with_a_sign_that_it_goes_on() -> None:
    canvas = laid_out(compared([Mentions("meta", 1, 0)], names={"meta": "مركز الذكاء " * 12}))
    assert any(text.rstrip("\u2069").endswith("…") for text, _ in written(canvas))


# ---------------------------------------------------------------- Arabic on paper


def inked(words: str) -> tuple[float, numpy.typing.NDArray[numpy.uint8]]:
    """How wide words are on an Arabic sheet of 600 × 60, and the sheet's pixels."""
    canvas = Canvas(600, 60, PAPER, right_to_left=True)
    width = canvas.write(words, 10, 40, Face(30, INK), 580)
    return width, numpy.asarray(Image.open(BytesIO(canvas.png())))


def test_arabic_letters_are_joined() -> None:
    assert inked("ميتا")[0] < 0.8 * sum(inked(letter)[0] for letter in "ميتا")


def test_a_line_that_begins_with_a_latin_name_begins_at_the_right() -> None:
    width, alone = inked("OpenAI")
    _, before_arabic = inked("OpenAI تفتح مكتبًا")
    right = slice(600 - 10 - int(width) - 2, 600)
    assert (alone[:, right] == before_arabic[:, right]).all()


def test_arabic_that_goes_on_stands_to_the_left_of_what_came_before() -> None:
    width, alone = inked("ميتا ")
    _, longer = inked("ميتا OpenAI")
    right = slice(600 - 10 - int(width), 600)
    assert (alone[:, right] == longer[:, right]).all()


def test_a_text_is_cut_at_its_end_in_the_order_of_reading() -> None:
    canvas = Canvas(600, 60, PAPER, right_to_left=True)
    assert canvas.write("ميتا تفتح مكتبًا في الدار البيضاء وآخر في الرباط", 10, 40, Face(30, INK), 200) <= 200
    ((text, _),) = written(canvas)
    assert text.startswith("ميتا تفتح")
    assert text.endswith("…")


def test_words_stand_on_either_side_or_in_the_middle() -> None:
    canvas = Canvas(600, 60, PAPER, right_to_left=True)
    for anchor in Anchor:
        canvas.write("ميتا", 300, 40, Face(30, INK), INNER, anchor)
    start, middle, end = (box for _, box in written(canvas))
    assert (start.x1, (middle.x0 + middle.x1) / 2, end.x0) == pytest.approx((300, 300, 300), abs=1)


# ---------------------------------------------------------------- its words


def test_the_caption_tells_in_words_all_that_the_picture_shows() -> None:
    assert parse(in_words(compared(), ARABIC))[0] == (
        "الشركات الأكثر ذكرًا في أسبوع\n"
        "من 20 أكتوبر 2025 إلى 26 أكتوبر 2025\n\n"
        "ميتا: 14 خبرًا، صاعدة (5 في الأسبوع السابق)\n"
        "أوبن إيه آي: 6 أخبار، مستقرة (7 في الأسبوع السابق)\n"
        "ميسترال: 3 أخبار، جديدة\n"
        "هيوماين: خبران، متراجعة (11 في الأسبوع السابق)"
    )


def test_the_caption_speaks_english_too() -> None:
    told = parse(in_words(compared(tongue=ENGLISH, names={**NAMES, "meta": "Meta"}), ENGLISH))[0]
    assert "Meta: 14 articles, rising (5 in the week before)" in told


def test_weeks_are_told_in_words_each_with_its_date() -> None:
    assert parse(in_words(by_week([0, 2]), ARABIC))[0].splitlines()[3:] == [
        "أسبوع 13 أكتوبر 2025: لا أخبار",
        "أسبوع 20 أكتوبر 2025: خبران",
    ]


@given(charts())
@settings(deadline=None)
def test_a_caption_is_html_that_telegram_takes_under_a_picture(chart: Chart) -> None:
    for tongue in VOICES.values():
        assert 0 < len(parse(in_words(chart, tongue))[0]) <= CAPTION_MOST


def test_every_trend_is_written_out_beside_its_bar() -> None:
    shown = {text for text, _ in written(laid_out(compared()))}
    assert {"صاعدة", "مستقرة", "جديدة", "متراجعة"} <= shown


def test_where_nothing_was_known_before_nothing_is_called_new_or_rising() -> None:
    chart = compared([Mentions("meta", 4, 0), Mentions("openai", 1, 0)])
    assert [bar.trend for bar in chart.bars] == [None, None]
    assert chart.before == ""
    assert "جديدة" not in in_words(chart, ARABIC)


def test_of_a_period_without_news_there_is_no_picture() -> None:
    assert comparison([Mentions("meta", 0, 9)], WEEK, NAMES.__getitem__, ARABIC) is None
    assert comparison([], WEEK, NAMES.__getitem__, ARABIC) is None


# ---------------------------------------------------------------- trends and periods


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (3, 0, Trend.NEW), (1, 0, Trend.NEW), (2, 1, Trend.STEADY), (6, 4, Trend.STEADY), (25, 20, Trend.STEADY),
        (4, 1, Trend.RISING), (15, 9, Trend.RISING), (120, 100, Trend.RISING), (0, 3, Trend.FADING),
        (9, 15, Trend.FADING), (7, 7, Trend.STEADY), (0, 0, Trend.STEADY),
    ],
)  # fmt: skip
def test_a_trend_is_named_where_it_is_more_than_chance(now: int, before: int, expected: Trend) -> None:
    assert trend(now, before) is expected


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_what_rises_one_way_fades_the_other(now: int, before: int) -> None:
    turned = {Trend.RISING: Trend.FADING, Trend.FADING: Trend.RISING, Trend.STEADY: Trend.STEADY}
    assert trend(before, now) is turned[trend(now, before)]


def test_the_most_spoken_of_come_first_and_none_that_is_not_spoken_of() -> None:
    counted = [Mentions("b", 2, 1), Mentions("a", 2, 1), Mentions("c", 0, 40), Mentions("d", 2, 9), Mentions("e", 5, 0)]
    assert [mentions.company for mentions in most_spoken_of(counted, 3)] == ["e", "d", "a"]


def test_a_week_holds_seven_local_days_today_among_them_and_is_compared_with_the_same_hours() -> None:
    assert WEEK.since == datetime(2025, 10, 19, 21, 0, tzinfo=UTC)  # Monday's midnight in Riyadh
    assert WEEK.until == SUNDAY
    assert WEEK.before_since == WEEK.since - timedelta(days=7)
    assert WEEK.before_until == WEEK.until - timedelta(days=7)


def test_a_week_in_which_the_clocks_change_still_begins_at_midnight() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # summer time ended there on Friday 31 October 2025
    period = period_until(Span.WEEK, datetime(2025, 11, 2, 10, 0, tzinfo=UTC), cairo)
    assert period.since == datetime(2025, 10, 26, 21, 0, tzinfo=UTC)
    assert period.before_until.astimezone(cairo).hour == 12


@given(st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)), st.sampled_from(Span))  # noqa: DTZ001 - made aware below
def test_periods_follow_each_other_without_overlap(moment: datetime, span: Span) -> None:
    for zone in map(ZoneInfo, ("Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "America/New_York")):
        period = period_until(span, moment.replace(tzinfo=UTC), zone)
        assert period.before_since < period.before_until <= period.since < period.until
        edges = weeks_until(moment.replace(tzinfo=UTC), zone, 12)
        assert len(edges) == 13
        assert all(earlier < later for earlier, later in pairwise(edges[:-1]))
        assert edges[-2] == period_until(Span.WEEK, moment.replace(tzinfo=UTC), zone).since
