"""Articles for tests of the digest: plain ones, and any that one can think of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mujaz.article import Article, Figure, Status
from mujaz.events.classify import OTHER
from mujaz.stories.story import Label, News
from mujaz.subscriber import Calendar, Digits
from mujaz.texts.catalogue import Voice, voice

SINCE = datetime(2025, 10, 26, 5, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOON = SINCE + timedelta(hours=7)
RIYADH = ZoneInfo("Asia/Riyadh")
COMPANIES = ("meta", "openai", "google", "nvidia", "mistral", "tii")
EVENTS = ("layoffs", "funding", "launch", OTHER)
OUTLETS = ("رويترز", "أكسيوس", "Bloomberg", "الشرق")

HOSTILE = (
    "<b>", "</b>", "&", "&amp;", "&#0;", '"', "'", "<a href=\"x\">", "</blockquote>", "\0", "\u202e", "\u2066",
    "\u2068", "\ud800", "{title}", "%s", "😀", "ميتا", "OpenAI", "كلمة ", "Llama 3.1 ", "٤٢", "1,200.5", "\n", "é", "ـ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join)
LONG_TEXTS = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from((1, 1, 1, 30, 400)))
PLAIN = st.just("خبر")


def article(number: int = 1, **given: object) -> Article:
    """An article of its own story, published at noon."""
    fields: dict[str, object] = {
        "title": "ميتا تسرّح موظفين",
        "summary": ("سرّحت ميتا 600 موظف.",),
        "source": "أكسيوس",
        "url": None,
        "reported_at": NOON,
        "published_at": NOON,
        "status": Status.PUBLISHED,
        "version": 1,
        "companies": ("meta",),
        "story": 100 + number,
        "label": Label.OPENING,
    }
    return Article(id=number, **(fields | given))  # type: ignore[arg-type]  # the fields are those of an article


def figure(said: str, value: float = 600, counted: str = "موظف") -> Figure:
    """A figure in an article's words."""
    return Figure(value, None, "employees", counted, "=", said, f"سرّحت الشركة {said}.")


@st.composite
def articles(draw: st.DrawFn, number: int, texts: st.SearchStrategy[str]) -> Article:
    """Any article with such texts, with its number at the beginning of its title."""
    moment = SINCE + timedelta(hours=draw(st.integers(-30, 30)))
    values = tuple(draw(st.lists(st.sampled_from((600.0, 14.3e9)), max_size=2)))
    return article(
        number,
        title=f"‹{number}› {draw(texts)}",
        summary=tuple(draw(st.lists(texts, max_size=3))),
        line=draw(texts),
        long=tuple(draw(st.lists(texts, max_size=6))),
        source=draw(st.none() | st.sampled_from(OUTLETS) | texts),
        url=draw(texts.map(lambda path: f"https://news.example/{path}")),
        reported_at=moment,
        published_at=moment + timedelta(hours=draw(st.integers(0, 10))),
        status=draw(st.sampled_from((Status.PUBLISHED, Status.PUBLISHED, Status.RETRACTED))),
        companies=tuple(draw(st.lists(st.sampled_from(COMPANIES), max_size=3, unique=True))),
        event=draw(st.sampled_from(EVENTS)),
        figures=tuple(figure(draw(texts), value, draw(texts)) for value in values),
        story=draw(st.none() | st.integers(1, 12)),
        label=draw(st.sampled_from(Label)),
        added=News(values, tuple(draw(st.lists(st.sampled_from(COMPANIES), max_size=1)))),
        breaking=draw(st.booleans()),
    )


@st.composite
def newsrooms(draw: st.DrawFn, texts: st.SearchStrategy[str] = PLAIN, most: int = 15) -> list[Article]:
    """What a few days brought."""
    return [draw(articles(number, texts)) for number in range(1, draw(st.integers(0, most)) + 1)]


def voices() -> st.SearchStrategy[Voice]:
    """Any way in which Mujaz may speak."""
    return st.builds(
        lambda language, digits, calendar, country: voice(language, RIYADH, digits, calendar, country),
        st.sampled_from(("ar", "en")),
        st.sampled_from(Digits),
        st.sampled_from(Calendar),
        st.sampled_from((None, "EG", "SY", "DZ", "TN", "MA", "SA", "XX")),
    )
