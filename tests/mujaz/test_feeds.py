"""What feeds become, however they are made: each awkward case with what a reader must get of it."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import HostileFile, NotAFeed, Unreadable
from mujaz.sources.charset import decode
from mujaz.sources.dates import read_date
from mujaz.sources.entries import ITEMS_MOST
from mujaz.sources.feeds import read_feed
from mujaz.sources.item import Feed

URL = "https://news.example.org/feed.xml"
TITLE = "مختبر جديد لميتا في الرياض"
TEXT = "افتتحت شركة «ميتا» مختبرًا في الرياض، وسيعمل فيه مئة باحث."
MOMENT = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)


def rss(*items: str, head: str = "<title>أخبار</title><link>https://news.example.org/</link>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def entry(extra: str = "", title: str = TITLE, text: str = TEXT) -> str:
    return f"<item><title>{escape(title)}</title><description>{escape(text)}</description>{extra}</item>"


def read(xml: str | bytes, content_type: str = "application/rss+xml") -> Feed:
    return read_feed(xml if isinstance(xml, bytes) else xml.encode(), content_type, URL)


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>أخبار</title>
<entry><id>tag:example.org,2025:1</id><title type="html">{TITLE}</title><updated>2025-10-26T20:00:00+03:00</updated>
<link rel="self" href="/self"/><link rel="alternate" href="news/1"/><content type="xhtml"
><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example.org/"><title>أخبار</title></channel>
<item rdf:about="https://news.example.org/news/1"><title>{TITLE}</title><link>https://news.example.org/news/1</link>
<dc:date>2025-10-26T17:00:00Z</dc:date><description>{TEXT}</description></item></rdf:RDF>"""
JSON_FEED = orjson.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "أخبار",
        "items": [
            {
                "id": 7,
                "url": "/news/1",
                "title": TITLE,
                "content_html": f"<p>{TEXT}</p>",
                "date_published": "2025-10-26T17:00:00Z",
            }
        ],
    }
)
DATED = "<link>https://news.example.org/news/1</link><pubDate>Sun, 26 Oct 2025 17:00:00 GMT</pubDate>"
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        pytest.param(rss(entry(DATED)).encode(), "application/rss+xml", id="RSS 2.0"),
        pytest.param(ATOM.encode(), "application/atom+xml", id="Atom, relative links, XHTML"),
        pytest.param(RDF.encode(), "application/rdf+xml", id="RSS 1.0"),
        pytest.param(JSON_FEED, "application/feed+json", id="JSON Feed, a number for an id"),
        pytest.param(b"\xef\xbb\xbf" + JSON_FEED, "text/plain", id="JSON Feed with a byte order mark"),
        pytest.param(rss(entry(DATED)).encode(), "text/html", id="served as HTML"),
        pytest.param(b"\n\n  " + rss(entry(DATED)).encode(), "text/xml", id="empty lines before the declaration"),
        pytest.param(b"\xef\xbb\xbf" + rss(entry(DATED)).encode(), "text/xml", id="byte order mark"),
        pytest.param(rss(entry(DATED)).encode("utf-16"), "text/xml", id="UTF-16"),
        pytest.param(rss(entry(DATED)).encode("cp1256"), "text/xml; charset=windows-1256", id="windows-1256 by server"),
        pytest.param(
            rss(entry(DATED)).replace('"1.0"?', '"1.0" encoding="windows-1256"?').encode("cp1256"),
            "text/xml",
            id="windows-1256 by declaration",
        ),
        pytest.param(rss(entry(DATED)).encode("cp1256"), "text/xml; charset=utf-8", id="windows-1256 called UTF-8"),
        pytest.param(rss(entry(DATED)).encode("cp1256"), "text/xml", id="windows-1256 called nothing"),
        pytest.param(rss(entry(DATED)).encode(), "text/xml; charset=iso-8859-1", id="UTF-8 called Latin-1"),
        pytest.param(rss(entry(DATED)).encode(), "text/xml; charset=klingon", id="letters that nobody knows"),
        pytest.param(rss(entry(DATED)).encode(), "text/xml; charset=punycode", id="an encoding that is none"),
        pytest.param(
            rss(entry(DATED, title=f"<b>{TITLE}</b>", text=f"<p>{TEXT}</p><script>alert(1)</script>")).encode(),
            "text/xml",
            id="escaped HTML and a script",
        ),
        pytest.param(
            rss(f"<item><title><![CDATA[{TITLE}]]></title><description><![CDATA[<p>{TEXT}</p>]]></description>{DATED}</item>")
            .encode(),
            "text/xml",
            id="CDATA",
        ),
        pytest.param(
            rss(entry(DATED.replace("https://news.example.org/", "/"))).encode(), "text/xml", id="relative link"
        ),
        pytest.param(
            rss(entry(DATED.replace("Sun, 26 Oct 2025 17:00:00 GMT", "الأحد 26 أكتوبر 2025 17:00"))).encode(),
            "text/xml",
            id="date in Arabic",
        ),
        pytest.param(
            rss(entry(DATED.replace("Sun, 26 Oct 2025 17:00:00 GMT", "26 تشرين الأول 2025 - 17:00"))).encode(),
            "text/xml",
            id="date with the months of the Levant",
        ),
        pytest.param(
            rss(entry(DATED.replace("GMT", "+0000").replace("Sun, ", ""))).encode(), "text/xml", id="date without a day"
        ),
        pytest.param(
            rss(entry(f"{DATED}<content:encoded {CONTENT}>{escape('<p>' + TEXT + '</p>')}</content:encoded>", text="…"))
            .encode(),
            "text/xml",
            id="the article in its content, dots in its summary",
        ),
        pytest.param(rss(entry(DATED)).encode() + b"<!-- cached -->", "text/xml", id="comment behind the end"),
        pytest.param(rss(entry(DATED)).replace("</channel></rss>", "").encode(), "text/xml", id="it breaks off"),
        pytest.param(
            rss(entry(DATED), head="<title>أ & ب</title><description>A&nbsp;B</description>").encode(),
            "text/xml",
            id="bare ampersand, entity of HTML",
        ),
        pytest.param(
            ('<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>' + rss(entry(DATED)).partition("?>")[2]).encode(),
            "text/xml",
            id="an entity that is one letter",
        ),
        pytest.param(
            rss(entry(DATED)).replace("<channel>", "\x00<channel>").encode(), "text/xml", id="a zero byte in it"
        ),
    ],
)  # fmt: skip
def test_a_feed_comes_out_right_however_it_is_made(data: bytes, content_type: str) -> None:
    (item,) = read_feed(data, content_type, URL).items
    assert (item.title, item.text, item.date) == (TITLE, TEXT, MOMENT)
    assert item.link == "https://news.example.org/news/1"


@pytest.mark.parametrize("letters", ["utf-8", "cp1256", "iso8859-6"])
def test_arabic_is_read_in_whatever_letters_it_comes_without_being_told(letters: str) -> None:
    said = "افتتحت شركة ميتا مختبرا جديدا في الرياض وقالت إنه سيعمل فيه مئة باحث"
    assert decode(said.encode(letters)) == said


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"   \n", id="blank"),
        pytest.param(b"<html><head><title>404</title></head><body>Not here</body></html>", id="HTML instead of XML"),
        pytest.param(b"{}", id="JSON that is no feed"),
        pytest.param(b'{"items": [1, 2]}', id="JSON with items and no version"),
        pytest.param(b"{broken", id="broken JSON"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), id="a picture"),
        pytest.param(b"<opml version='2.0'><body/></opml>", id="a list of feeds"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(data)


def test_a_feed_without_items_is_a_feed() -> None:
    assert read(rss()) == Feed("أخبار", [])


def test_items_with_one_id_are_one_item_the_first() -> None:
    same = "<guid>1</guid>"
    assert [item.title for item in read(rss(entry(same, "أول"), entry(same, "ثان"))).items] == ["أول"]


def test_items_without_an_id_are_told_apart_by_their_link_or_what_they_say() -> None:
    keys = [item.key for item in read(rss(entry(title="أول"), entry(title="ثان"), entry(DATED))).items]
    assert len(set(keys)) == 3
    assert keys == [item.key for item in read(rss(entry(title="أول"), entry(title="ثان"), entry(DATED))).items]


def test_the_newest_come_first_and_no_more_than_are_looked_at() -> None:
    many = [entry(f"<guid>{n}</guid><pubDate>{1 + n % 28} Oct 2025 10:00 GMT</pubDate>") for n in range(500)]
    items = read(rss(*many)).items
    assert len(items) == ITEMS_MOST
    dates = [item.date for item in items if item.date]
    assert dates == sorted(dates, reverse=True)


def test_an_item_without_a_date_has_none_and_one_of_1970_too() -> None:
    assert [item.date for item in read(rss(entry())).items] == [None]
    assert [item.date for item in read(rss(entry("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"))).items] == [None]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[", "mailto:a@example.org"])
def test_a_link_that_leads_nowhere_on_the_web_is_none(link: str) -> None:
    (item,) = read(ATOM.replace("news/1", link)).items
    assert item.link is None


@pytest.mark.parametrize(
    ("name", "link"), [("خبر رقم 7", None), ("https://news.example.org/news/7", "https://news.example.org/news/7")]
)
def test_the_name_of_an_item_is_its_link_only_where_it_is_one(name: str, link: str | None) -> None:
    (item,) = read(rss(entry(f"<guid>{name}</guid>"))).items
    assert item.link == link


def test_nothing_invisible_and_nothing_of_html_stays_in_an_item() -> None:
    (item,) = read(rss(entry(title="\u202eميتا\u200f &amp; غوغل", text="<p>سطر<br>ثان</p><style>p{}</style>"))).items
    assert (item.title, item.text) == ("ميتا & غوغل", "سطر\n\nثان")


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(LAUGHS + "]>" + rss(entry(text="&i;")).partition("?>")[2], id="a billion laughs"),
        pytest.param('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', id="a file"),
        pytest.param('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://10.0.0.1/x">%x;]><rss/>', id="a parameter entity"),
        pytest.param(f'<!DOCTYPE rss [<!ENTITY x "{"ha" * 50_000}">]><rss>{"&x;" * 1000}</rss>', id="one long entity"),
        pytest.param("<rss>" + "<a>" * 100_000, id="a tree without end"),
        pytest.param("<rss><channel>" + "<b><item" * 200_000, id="broken and long"),
    ],
)
def test_what_would_grow_is_refused_by_name(xml: str) -> None:
    with pytest.raises(HostileFile):
        read(xml)
    with pytest.raises(HostileFile):
        read(xml.encode("utf-16"))


PIECES = st.sampled_from(
    ["<item>", "</item>", "<title>", "<![CDATA[", "]]>", "&", "&amp;", "<!--", "<!DOCTYPE x [", "<?xml ", "{", "\x00",
     "<rss version='2.0'>", "<channel>", "<pubDate>9999", "<entry>", "<link href='", "ميتا", "\ud800", '"', "<a:b>"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join), st.text(max_size=30))
def test_any_text_is_a_feed_or_refused(said: str, content_type: str) -> None:
    _total(said.encode("utf-8", "surrogatepass"), content_type)


@given(st.binary(max_size=400), st.sampled_from(["", "text/xml; charset=utf-16", "text/html;charset=windows-1256"]))
def test_any_bytes_are_a_feed_or_refused(data: bytes, content_type: str) -> None:
    _total(data, content_type)
    _total(b"<rss version='2.0'><channel><item><title>" + data, content_type)


def _total(data: bytes, content_type: str) -> None:
    try:
        feed = read_feed(data, content_type, URL)
    except Unreadable:
        return
    assert all(item.key and (item.title or item.text) for item in feed.items)


@given(st.text())
def test_any_text_is_a_date_or_none(said: str) -> None:
    moment = read_date(said)
    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1990 <= moment.year < 2200))
def test_a_moment_survives_being_written_down(moment: datetime) -> None:
    assert read_date(moment.isoformat()) == moment
