"""What pages become: the article, its title, site and date, in whatever letters; and the feeds that they name."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import NoArticleThere, Unreadable
from mujaz.sources.pages import feeds_of, read_page
from mujaz.sources.prose import prose

URL = "https://www.example.org/news/1"
TITLE = "مختبر جديد لميتا في الرياض"
FIRST = (
    "افتتحت شركة «ميتا» مختبرًا في الرياض، وسيعمل فيه مئة باحث على نماذج تفهم اللهجات العربية كلها، "
    "كما قالت الشركة في بيان لها."
)
SECOND = (
    "وقالت الشركة إن المختبر سيبدأ عمله في الربيع المقبل، وإنها ستنفق عليه خمسين مليون دولار في السنة الأولى، "
    "وإن نتائجه ستنشر."
)
META = '<meta property="article:published_time" content="2025-10-26T20:00:00+03:00">'
MACHINES = '<script type="application/ld+json">'
MOMENT = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)


def page(head: str = META, body: str = f"<p>{FIRST}</p><p>{SECOND}</p>", letters: str = "utf-8") -> bytes:
    html = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="{letters}"><title>{TITLE} | الموقع</title>
    <meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="موقع الأخبار">{head}</head>
    <body><header><nav><a href="/">الرئيسية</a> <a href="/tech">تقنية</a></nav></header>
    <main><article><h1>{TITLE}</h1>{body}</article></main>
    <aside><a href="/x">اقرأ أيضًا</a></aside><footer>جميع الحقوق محفوظة © 2025</footer></body></html>"""
    return html.encode(letters, "replace")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        pytest.param(page(), "text/html; charset=utf-8", id="UTF-8"),
        pytest.param(page(letters="windows-1256"), "text/html", id="windows-1256 by the page"),
        pytest.param(page(letters="windows-1256"), "text/html; charset=utf-8", id="windows-1256 called UTF-8"),
        pytest.param(page(), "text/html; charset=windows-1252", id="UTF-8 called Latin"),
        pytest.param(
            page(f'{MACHINES}{{"@type":"NewsArticle","datePublished":"2025-10-26T17:00:00Z"}}</script>'),
            "text/html",
            id="date for machines",
        ),
        pytest.param(
            page(f'{MACHINES}{{"@graph":[{{}},{{"datePublished":"2025-10-26T17:00:00Z"}}]}}</script>'),
            "text/html",
            id="date in a graph",
        ),
        pytest.param(
            page("", f'<time datetime="2025-10-26T17:00:00Z">أمس</time><p>{FIRST}</p><p>{SECOND}</p>'),
            "text/html",
            id="date above the text",
        ),
        pytest.param(
            page(META, f"<p>{FIRST}</p><script>var x='</p>';</script><p>{SECOND}</p>"), "", id="a script inside"
        ),
        pytest.param(page(META, f"<p>{FIRST}<p>{SECOND}"), "text/html", id="paragraphs that are never closed"),
    ],
)  # fmt: skip
def test_the_article_is_found_with_its_title_its_site_and_its_date(data: bytes, content_type: str) -> None:
    read = read_page(data, content_type, URL)
    assert (read.title, read.source, read.date) == (TITLE, "موقع الأخبار", MOMENT)
    assert FIRST in read.text
    assert SECOND in read.text
    for furniture in ("الرئيسية", "اقرأ أيضًا", "جميع الحقوق"):
        assert furniture not in read.text


def test_a_site_without_a_name_is_called_by_its_host() -> None:
    named = b'<meta property="og:site_name" content="\xd9\x85\xd9\x88\xd9\x82\xd8\xb9 '
    assert named in page()
    assert read_page(page().replace(b"og:site_name", b"og:nothing"), "text/html", URL).source.lower() == "example.org"


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"<html></html>", b"\x89PNG\r\n\x1a\n" + bytes(500), b"<html><body><nav><a href=/>1</a></nav>"],
)
def test_a_page_without_an_article_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(NoArticleThere):
        read_page(data, "text/html", URL)


def test_the_feeds_that_a_page_names_are_found_whole_and_once() -> None:
    links = """<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel=stylesheet href="/x.css">
    <link type="application/atom+xml" REL="Alternate" href="https://feeds.example.org/atom">
    <link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="alternate" hreflang="en" href="/en">
    <link rel="alternate home" type="application/feed+json" href="feed.json">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">"""
    assert feeds_of(page(links), "text/html", URL) == [
        "https://www.example.org/feed.xml",
        "https://feeds.example.org/atom",
        "https://www.example.org/news/feed.json",
    ]


@pytest.mark.parametrize("piece", ["<div><p>x</div>", "<div><div>x</div><p>y</div>", "<section><h2>x</h2></section>"])
def test_a_page_made_to_be_slow_takes_no_longer_for_its_length(piece: str) -> None:
    def seconds(pieces: int) -> float:
        started = time.process_time()
        with suppress(NoArticleThere):
            read_page(b"<html><body>" + piece.encode() * pieces, "text/html", URL)
        return time.process_time() - started

    assert seconds(6_000) < 20 * max(seconds(1_000), 0.05)  # six times as long: a square would be thirty-six times


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<article>", "<time datetime='9999'>", "<script type='application/ld+json'>[{",
                         "</script>", "&", "<!--", "\x00", "<meta name=date content='", FIRST, "<table><tr>", "<link>"])
        | st.text(max_size=20),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_a_page_or_refused(said: str) -> None:
    data = said.encode("utf-8", "surrogatepass")
    feeds_of(data, "text/html", URL)
    with suppress(Unreadable):
        assert any(map(str.isalpha, read_page(data, "text/html", URL).text))


@given(st.text())
def test_any_text_becomes_prose_without_a_tag(said: str) -> None:
    assert "<script>" not in prose(f"<p>{said}</p>".replace("<script>", ""))


def test_plain_text_stays_what_it_is() -> None:
    assert prose("3 < 5 و 7 > 2\nسطر") == "3 < 5 و 7 > 2\n\nسطر"
