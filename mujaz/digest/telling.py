"""A story as it stands in a digest, in its three lengths: a line, the brief summary, the long one folded below it.

An update says that it is one, in words, and what is new. Every telling fits into one message.
"""

from markupsafe import Markup

from mujaz.article import Article
from mujaz.deeplink import story_link
from mujaz.digest.form import Form
from mujaz.digest.item import Item, Kind, sources
from mujaz.digest.render import SOURCE_SHOWN, TITLE_SHOWN, clip, credit, headline, prose
from mujaz.events.classify import OTHER
from mujaz.subscriber import Length
from mujaz.texts.catalogue import Voice

LINE_SHOWN = 300
BRIEF_SHOWN = 900
LONG_SHOWN = 1800
FACT_SHOWN = 80
FACTS_SHOWN = 4
_SAME = 0.005  # «14.3 مليار» and «14.32 مليار» are one figure, as for the stories


def told(item: Item, form: Form, voice: Voice, number: int | None = None, *, corrected: bool = False) -> Markup:
    """A story in a digest, with the number by which it is opened; `corrected`: it says something else than it did.

    An update leads to its story, for everybody who follows the link (pipeline.bringing leads to where it was met).
    """
    title = headline(item.lead, voice)
    if item.kind is Kind.UPDATE:
        title = _update(item, form, voice, title)
    if corrected:
        title = voice.say("correction.mark", headline=title)
    if number is not None:
        title = voice.say("digest.numbered", number=number, headline=title)
    lines = [title, _whats_new(item, form, voice)]
    lines += _line(item, voice) if form.length is Length.LINE else _summary(item, form, voice)
    return Markup("\n").join(line for line in lines if line)


def withdrawn(article: Article, voice: Voice, number: int | None = None) -> Markup:
    """What stands in the place of an article that was retracted: that it was, and why."""
    title = voice.text(clip(article.title, TITLE_SHOWN))
    said = voice.say("correction.withdrawn", title=title)
    if number is not None:
        said = voice.say("digest.numbered", number=number, headline=said)
    if article.retracted_reason is None:
        return said
    reason = voice.say("correction.reason", reason=voice.text(article.retracted_reason))
    return Markup("\n").join([said, reason])


def facts(item: Item, form: Form, voice: Voice) -> list[str]:
    """What an update brings that its story had not said: what happened, figures as they are written, names."""
    event = item.added.event
    return [
        *([voice.label(f"event.{event}")] if event not in (None, OTHER) else []),
        *(clip(said, FACT_SHOWN) for said in new_figures(item)),
        *(form.names[name] for name in item.added.names if name in form.names),
    ]


def new_figures(item: Item) -> list[str]:
    """The figures of something that an update adds, in the words of its articles, the newest first."""
    written = [figure for article in reversed(item.articles) for figure in article.figures if figure.counted]
    return list(dict.fromkeys(figure.said for figure in written if _among(figure.value, item.added.figures)))


def _among(value: float, values: tuple[float, ...]) -> bool:
    return any(abs(value - other) <= _SAME * abs(other) for other in values)


def _update(item: Item, form: Form, voice: Voice, title: Markup) -> Markup:
    if not form.bot:
        return voice.say("digest.update", headline=title)
    return voice.say("digest.update_of", headline=title, link=Markup.escape(story_link(form.bot, item.story)))


def _whats_new(item: Item, form: Form, voice: Voice) -> Markup | None:
    found = facts(item, form, voice)[:FACTS_SHOWN]
    return voice.say("digest.whats_new", facts=voice.listing(found)) if found else None


def _line(item: Item, voice: Voice) -> list[Markup | None]:
    text = prose(item.lead, [item.lead.line], LINE_SHOWN, voice)
    named = sources(item.articles)
    if text is None or not named:
        return [text, credit(named, voice)]
    source = clip(named[0], SOURCE_SHOWN) if len(named) == 1 else voice.count("count.sources", len(named))
    return [voice.say("digest.line", line=text, source=source)]


def _summary(item: Item, form: Form, voice: Voice) -> list[Markup | None]:
    article = item.lead
    lines = [prose(article, article.summary, BRIEF_SHOWN, voice)]
    rest = prose(article, [sentence for sentence in article.long if sentence not in article.summary], LONG_SHOWN, voice)
    if form.length is Length.FULL and rest is not None:
        lines.append(voice.say("digest.folded", text=rest))
    return [*lines, credit(sources(item.articles), voice)]
