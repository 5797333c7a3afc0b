"""How an article looks to an editor: as a correction to be accepted, as public, and in full; drafts: draft_card."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from markupsafe import Markup

from mujaz.article import Article, Kind, NewArticle, Status
from mujaz.companies.gazetteer import Gazetteer
from mujaz.digest.render import clip
from mujaz.letter import Button, Keyboard
from mujaz.texts.catalogue import Voice
from storage.revisions import Version

SUMMARY_SHOWN = 1_500
COMPANIES_SHOWN = 20
PARAGRAPH = 3_000
"""Code points of a text that stand in one block: more would fit into no message."""


def correction(gazetteer: Gazetteer, paste_id: int, new: NewArticle, tongue: Voice) -> tuple[Markup, Keyboard]:
    """What a public article would say after a correction."""
    about = [named.id for named in new.named if named.kind is Kind.COMPANY]
    lines = [
        heading("correct.card", new, tongue),
        companies(gazetteer, about, tongue),
        source(new, tongue),
    ]
    buttons = [Button(tongue.label(f"correct.{verb}"), f"correction:{paste_id}:{verb}") for verb in ("apply", "drop")]
    return Markup("\n").join(lines), tongue.rows(buttons, across=2)


def retraction(article: Article, reason: str, tongue: Voice) -> tuple[Markup, Keyboard]:
    """Whether an article is really to be retracted."""
    told = tongue.say("retract.ask", title=tongue.text(article.title), reason=tongue.text(reason))
    buttons = [Button(tongue.label(f"retract.{verb}"), f"article:{article.id}:{verb}") for verb in ("really", "keep")]
    return told, tongue.rows(buttons, across=2)


def orders(article: Article, tongue: Voice) -> Keyboard:
    """What may be done with an article that is public, or was."""
    verbs = ("correct", "retract", "stories", "read") if article.status is Status.PUBLISHED else ("read",)
    buttons = [Button(tongue.label(f"public.{verb}"), f"article:{article.id}:{verb}") for verb in verbs]
    return tongue.rows(buttons, across=2)


def in_full(article: Article, body: str, versions: Iterable[Version], tongue: Voice) -> list[Markup]:
    """The whole text in blocks that fit into messages, with who changed it and when."""
    history = [_version(version, tongue) for version in versions]
    if article.retracted_reason is not None:
        history.append(tongue.say("public.retracted", reason=tongue.text(article.retracted_reason)))
    paragraphs = [part for line in body.split("\n") for part in wrap(line, PARAGRAPH, replace_whitespace=False)]
    return [
        tongue.say("article.title", title=tongue.text(article.title)),
        *map(tongue.text, paragraphs),
        Markup("\n").join(history),
    ]


def _version(version: Version, tongue: Voice) -> Markup:
    local = version.at.astimezone(tongue.zone)
    values = {
        "number": version.number,
        "day": tongue.short_day(version.at),
        "time": tongue.clock(local.hour * 60 + local.minute),
    }
    if version.by is None:
        return tongue.say("public.version", **values)
    return tongue.say("public.version_by", editor=version.by, **values)


def heading(key: str, article: Article | NewArticle, tongue: Voice) -> Markup:
    """The title and the summary."""
    summary = clip(" ".join(article.summary), SUMMARY_SHOWN)
    return tongue.say(key, title=tongue.text(article.title), summary=tongue.text(summary))


def companies(gazetteer: Gazetteer, named: Sequence[str], tongue: Voice) -> Markup:
    """The companies that it is about."""
    known = [gazetteer.company(company) for company in named[:COMPANIES_SHOWN]]
    names = [found.ar if tongue.language == "ar" else found.en for found in known if found is not None]
    return tongue.say("post.companies", names=tongue.listing(names)) if names else tongue.say("post.no_companies")


def source(article: Article | NewArticle, tongue: Voice) -> Markup:
    """Whom the news is from."""
    return tongue.say("post.source", source=article.source) if article.source else tongue.say("post.no_source")
