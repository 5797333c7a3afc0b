"""What a reader follows besides companies: a person, a product, a kind of event, keywords. Each is one line of text.

«person:Sam Altman», «product:chatgpt», «event:layoffs» and «company:meta» hold ids; any other line is keywords as they
were typed. An article is matched by what a digest tells of it: its title and its summary at length.
"""

from enum import StrEnum
from functools import lru_cache

from mujaz.article import Article
from mujaz.keywords import Told, parse, told


class Of(StrEnum):
    """What a wish that is no keywords holds the id of."""

    COMPANY = "company"
    PERSON = "person"
    PRODUCT = "product"
    EVENT = "event"


def wish(of: Of, id_: str) -> str:
    """The line that says so."""
    return f"{of}:{id_}"


def parted(line: str) -> tuple[Of, str] | None:
    """What a line is of, and its id; None for keywords."""
    of, colon, id_ = line.partition(":")
    return (Of(of), id_) if colon and of in tuple(Of) else None


def wants(line: str, article: Article) -> bool:
    """Whether an article is one that the line asks for."""
    parts = parted(line)
    if parts is None:
        keywords = parse(line)
        return keywords is not None and keywords.match(_told(article.title, article.line, article.long))
    of, id_ = parts
    match of:
        case Of.COMPANY:
            return id_ in article.concerns
        case Of.EVENT:
            return id_ == article.event
        case Of.PERSON | Of.PRODUCT:
            return id_ in article.names


@lru_cache(maxsize=4096)
def _told(title: str, line: str, long: tuple[str, ...]) -> Told:
    return told("\n".join([title, line, *long]))
