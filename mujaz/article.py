"""An article as Mujaz keeps it, and as it is before Mujaz keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BODY_MOST = 50_000
"""Code points that an article may hold; the longest feature of a newspaper has a fifth of it."""
TITLE_MOST = 200
"""Code points that a title may hold."""


class Status(StrEnum):
    """Where an article stands. Only published ones are shown, sent or found."""

    DRAFT = "draft"
    PUBLISHED = "published"


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
class NewArticle:
    """An article that was read and is not stored yet.

    `summary` holds sentences in their order; `reported_at` is when the news is from (UTC); `fingerprint` is the same
    for the same text whatever its spacing, marks and quotation signs.
    """

    title: str
    body: str
    summary: tuple[str, ...]
    source: str | None
    url: str | None
    reported_at: datetime
    fingerprint: str
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. `published_at` is when Mujaz published it (UTC), None while it is a draft."""

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


def newest_first(articles: Sequence[Article]) -> list[Article]:
    """By the time of the news, the newest first; equal times by id."""
    return sorted(articles, key=lambda article: (article.reported_at, article.id), reverse=True)
