"""An article as Mujaz keeps it, and as it is before Mujaz keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from mujaz.events.classify import OTHER
from mujaz.stories.story import Label, News

BODY_MOST = 50_000
"""Code points that an article may hold; the longest feature of a newspaper has a fifth of it."""
TITLE_MOST = 200
"""Code points that a title may hold."""
REASON_MOST = 300
"""Code points that the reason of a retraction may hold."""


NEVER_SENT = datetime(1970, 1, 1, tzinfo=UTC)
"""When an article counts as published that is found and listed but stands in no digest: no window opens before it."""


class Status(StrEnum):
    """Where an article stands. Only published ones are shown, sent or found; editors read retracted ones as well."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class Urgency(StrEnum):
    """How a draft is published: into the next digest, at once to who follows it, or to all as breaking news."""

    NEXT = "next"
    NOW = "now"
    BREAKING = "breaking"


class Kind(StrEnum):
    """What a mention names."""

    COMPANY = "company"
    PRODUCT = "product"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the catalogue that an article names."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that carries the news. `value` to `until` is a range, a single value where `until` is None.

    `unit`, `counted` and `bound` are those of mujaz.figures.quantity; `said` holds the figure's words as the article
    writes them, `sentence` the sentence that says them, which may be the title.
    """

    value: float
    until: float | None
    unit: str
    counted: str
    bound: str
    said: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that was read and is not stored yet.

    `summary`, and the longer `long`, hold sentences in their order, `line` is one; `figures` are the few that carry
    the news, the weightiest first; `event` is a kind of mujaz.events; `makers` are companies whose
    products are named, themselves perhaps not. `reported_at` is when the news is from (UTC);
    `fingerprint` is the same for the same text whatever its spacing, marks and quotation signs.
    """

    title: str
    body: str
    summary: tuple[str, ...]
    source: str | None
    url: str | None
    reported_at: datetime
    fingerprint: str
    named: tuple[Named, ...]
    line: str = ""
    long: tuple[str, ...] = ()
    event: str = OTHER
    figures: tuple[Figure, ...] = ()
    makers: tuple[str, ...] = ()


NOTHING_ADDED = News()


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. `published_at` is when Mujaz published it (UTC), None while it is a draft.

    `line`, `summary` and `long` tell it in one sentence, in at most three and in at most six; `version` grows with
    each correction. `story` and `label` are None while it is a draft, and `added` is what it said that its story had
    not said before. `breaking`: an editor marked it as such.
    One that an older Mujaz stored has no figures and no event, and its summary at length, until it is read again.
    """

    id: int
    title: str
    summary: tuple[str, ...]
    source: str | None
    url: str | None
    reported_at: datetime
    published_at: datetime | None
    status: Status
    version: int
    companies: tuple[str, ...]
    line: str = ""
    long: tuple[str, ...] = ()
    event: str = OTHER
    figures: tuple[Figure, ...] = ()
    story: int | None = None
    label: Label | None = None
    added: News = NOTHING_ADDED
    breaking: bool = False
    retracted_reason: str | None = None
    makers: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def concerns(self) -> tuple[str, ...]:
        """The companies whose followers it is for: those that it names, then those whose products it names."""
        return tuple(dict.fromkeys(self.companies + self.makers))

    def __hash__(self) -> int:
        """What is remembered of articles is found by it: reading a whole article each time would cost more."""
        return hash((self.id, self.version))


def newest_first(articles: Sequence[Article]) -> list[Article]:
    """By the time of the news, the newest first; equal times by id."""
    return sorted(articles, key=lambda article: (article.reported_at, article.id), reverse=True)
