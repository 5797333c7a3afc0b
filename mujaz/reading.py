"""Read an article: its title, its summary, whom it names, whom it credits, and a fingerprint that knows it again.

Pure and total: any text gives a reading. It refuses to judge whether the text is news.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime

from mujaz.arabic.fold import strip_controls
from mujaz.arabic.headline import headline
from mujaz.arabic.sentences import Span
from mujaz.arabic.summary import summaries
from mujaz.arabic.tokens import words
from mujaz.companies.catalogue import Outlet
from mujaz.companies.gazetteer import Gazetteer, Mention
from mujaz.events.classify import Event, event_of
from mujaz.figures.headline import headline_figures
from mujaz.figures.quantity import Quantity
from mujaz.stories.story import NewsItem

LONGEST_MADE_TITLE = 90
_LONGEST_TITLE = 140
_KINDS = ("company", "product", "person")
_QUOTES = {"«": "»", "“": "”", '"': '"', "”": "“", "'": "'"}
_ENDS_A_SENTENCE = re.compile(r"[.…،؛,;:]\W*\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article says. `text` is title and body as they were read: mentions and figures are places in it, in
    code points. `line`, `summary` and `long` are its own sentences, in one, at most three and at most six; `figures`
    are the few that carry the news, the weightiest first.
    """

    title: str
    body: str
    text: str
    line: str
    summary: tuple[str, ...]
    long: tuple[str, ...]
    mentions: tuple[Mention, ...]
    companies: tuple[str, ...]
    figures: tuple[Quantity, ...]
    event: Event
    source: Outlet | None
    fingerprint: str


def read(text: str, gazetteer: Gazetteer, title: str | None = None) -> Reading:
    """Read the text, whose title is given, or is its first line if that looks like one, or is made from its beginning.

    `companies` holds ids in the order of first mention; the owner of a product is not mentioned by it.
    Never raises; linear in the length of the text.
    """
    heading, body = _parted(strip_controls(text).strip(), strip_controls(title or "").strip())
    whole = f"{heading}\n{body}".strip()
    told = summaries(heading, body)
    mentions = tuple(gazetteer.find(whole))
    return Reading(
        title=clean_title(heading) or clean_title(headline(told.line, LONGEST_MADE_TITLE)),
        body=body,
        text=whole,
        line=told.line,
        summary=told.brief,
        long=told.long,
        mentions=mentions,
        companies=tuple(dict.fromkeys(m.id for m in mentions if m.kind == "company")),
        figures=tuple(_placed(figure, 0 if heading else 1) for figure in headline_figures(heading, body)),
        event=event_of(heading, body),
        source=gazetteer.source(whole),
        fingerprint=_fingerprint(body),
    )


def news_item(reading: Reading, time: datetime, outlet: str | None = None) -> NewsItem:
    """What was read, as the stories look at it. `outlet` is who published it, if known: not whom it credits."""
    named = {kind: tuple(dict.fromkeys(m.id for m in reading.mentions if m.kind == kind)) for kind in _KINDS}
    return NewsItem(
        time=time,
        title=reading.title,
        text=reading.body,
        outlet=outlet,
        companies=named["company"],
        products=named["product"],
        people=named["person"],
        figures=tuple(figure.value for figure in reading.figures),
        event=reading.event.kind,
    )


def heading_of(text: str) -> str:
    """The first line of a text where it looks like a title, else nothing."""
    heading, _ = _parted(strip_controls(text).strip(), "")
    return clean_title(heading)


def clean_title(title: str) -> str:
    """A title on one line, without the quotation marks around the whole of it."""
    line = " ".join(title.split())
    closing = _QUOTES.get(line[:1])
    inner = line[1:-1]
    if closing and line.endswith(closing) and not set(inner) & {line[0], closing}:
        return inner.strip()
    return line


def _parted(text: str, title: str) -> tuple[str, str]:
    """The heading, empty if there is none, and the body without it."""
    first, _, rest = text.partition("\n")
    if title:
        repeated = words(first) == words(title) and rest.strip()
        return title, rest.strip() if repeated else text
    return (first.strip(), rest.strip()) if rest.strip() and _is_title_like(first.strip()) else ("", text)


def _placed(figure: Quantity, before: int) -> Quantity:
    """The figure in a text that leaves out so many code points before it: the line of a heading that is not there."""
    sentence = Span(figure.sentence.start - before, figure.sentence.end - before)
    return replace(figure, start=figure.start - before, end=figure.end - before, sentence=sentence)


def _is_title_like(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not _ENDS_A_SENTENCE.search(line) and bool(words(line))


def _fingerprint(body: str) -> str:
    """The same for the same words in other spacing, quotation marks, harakat, tatweel or presentation forms."""
    said = "".join(words(body)) or body
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
