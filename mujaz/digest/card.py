"""A story's card, which a digest's numbered button opens, and the answer to «why did I get this?».

Decides which buttons make sense for the reader; what they do is their handlers'.
"""

from collections.abc import Sequence

from markupsafe import Markup

from mujaz.digest.choose import Taste
from mujaz.digest.form import Form
from mujaz.digest.item import Item, Kind, Why, sources
from mujaz.digest.render import clip, credit, headline, prose
from mujaz.digest.telling import BRIEF_SHOWN, FACT_SHOWN, LONG_SHOWN
from mujaz.events.classify import OTHER
from mujaz.letter import Button, Keyboard, Letter
from mujaz.subscriber import Length
from mujaz.texts.catalogue import Voice

NAME_SHOWN = 40
ACROSS = 2
OPENERS_ACROSS = 8
AT_LENGTH = "full"
"""Ends the data of buttons on a card that tells its story at length: what they change leaves it so."""


def card(item: Item, form: Form, voice: Voice, taste: Taste, *, saved: bool = False) -> Letter:
    """The card of a story, with its long summary where the form is `full`; `saved`: the reader keeps it."""
    article, at_length = item.lead, form.length is Length.FULL
    text = prose(article, article.long, LONG_SHOWN, voice) if at_length else None
    lines = [
        headline(article, voice),
        text or prose(article, article.summary, BRIEF_SHOWN, voice),
        _figures(item, voice),
        credit(sources(item.articles), voice),
        voice.say("story.date", date=article.reported_at),
    ]
    body = Markup("\n").join(line for line in lines if line)
    return Letter(body, _buttons(item, form, voice, taste, saved=saved), (item.story,))


def why(item: Item, form: Form, voice: Voice) -> Markup:
    """Why the reader got a story: what spoke for it, that it was an update, that it was of a kind wanted less."""
    return Markup("\n").join(_reasons(item, form, voice))


def _reasons(item: Item, form: Form, voice: Voice) -> list[Markup]:
    reason = item.reason
    said = []
    if reason.why is Why.FOLLOWED and reason.company is not None:
        said.append(voice.say("why.followed", name=form.names.get(reason.company, reason.company)))
    elif reason.why is Why.WIDELY:
        said.append(voice.say("why.widely", count=voice.count("count.reported", item.outlets)))
    else:
        said.append(voice.say(f"why.{reason.why}"))
    if item.kind is Kind.UPDATE:
        said.append(voice.say("why.update"))
    if reason.wanted_less:
        said.append(voice.say("why.wanted_less", event=voice.label(f"event.{item.lead.event}")))
    return said


def _figures(item: Item, voice: Voice) -> Markup | None:
    said = [clip(figure.said, FACT_SHOWN) for figure in item.lead.figures if figure.counted]
    return voice.say("story.figures", figures=voice.listing(said)) if said else None


def openers(stories: Sequence[int], voice: Voice) -> Keyboard:
    """Numbered buttons that open the cards of these stories, in rows of eight."""
    buttons = [Button(voice.number(number), f"story:{story}") for number, story in enumerate(stories, 1)]
    return voice.rows(buttons, OPENERS_ACROSS)


def _buttons(item: Item, form: Form, voice: Voice, taste: Taste, *, saved: bool) -> Keyboard:
    article = item.lead
    story = f"{item.story}:{AT_LENGTH}" if form.length is Length.FULL else f"{item.story}"
    buttons = []
    if form.length is not Length.FULL and set(article.long) - set(article.summary):
        buttons.append(Button(voice.label("story.more"), f"more:{item.story}"))
    keep = "unsave" if saved else "save"
    buttons.append(Button(voice.label(f"story.{keep}"), f"{keep}:{story}"))
    if company := next(iter(article.concerns), None):
        verb = "unfollow" if company in taste.follows else "follow"
        name = clip(form.names.get(company, company), NAME_SHOWN)
        buttons.append(Button(voice.label(f"story.{verb}", name=name), f"{verb}:{company}:{story}"))
    if article.event != OTHER:
        want = "unless" if article.event in taste.less else "less"
        buttons.append(Button(voice.label(f"story.{want}"), f"{want}:{article.event}:{story}"))
    buttons.append(Button(voice.label("story.thread"), f"thread:{item.story}"))
    buttons.append(Button(voice.label("story.why"), f"why:{story}"))
    return voice.rows(buttons, ACROSS)
