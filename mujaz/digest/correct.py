"""A letter that readers have already, as its articles now are: what was corrected is marked as such, and in the place
of what was retracted stands that it was, and why. The letter keeps its stories, their numbers and their order.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from mujaz.article import Article, Status
from mujaz.digest import numbers
from mujaz.digest.compose import compose_alert, keyboard
from mujaz.digest.composition import Composition, Manner, Piece, again
from mujaz.digest.form import Form
from mujaz.digest.item import Item, alone
from mujaz.digest.rendered import Rendered
from mujaz.digest.split import join, measure
from mujaz.digest.telling import told, withdrawn
from mujaz.letter import Letter
from mujaz.subscriber import Length
from mujaz.texts.catalogue import Voice, voice


def speaking(manner: Manner) -> Voice:
    """The voice in which a message was written."""
    return voice(manner.language, manner.tz, manner.digits, manner.calendar, manner.country)


def form_of(manner: Manner) -> Form:
    """The form in which a message was written."""
    return Form(manner.length, manner.late, bot=manner.bot)


def corrected(composition: Composition, part: int, articles: Mapping[int, Article], moment: datetime) -> Letter | None:
    """A part of a digest that was due at a moment; None where it does not fit into one message any more."""
    tongue, form = speaking(composition.manner), form_of(composition.manner)
    here = [(number, piece) for number, piece in enumerate(composition.pieces, 1) if piece.part == part]
    blocks = [_place(piece, number, articles, form, tongue) for number, piece in here]
    left = {number: it for number, piece in enumerate(composition.pieces, 1) if (it := _left(piece, articles))}
    last = part == composition.parts - 1
    if last and (figures := _figures(left, form, tongue)):
        blocks.append(figures)
    html = join([_header(composition, part, form, tongue, moment), *blocks])
    if not measure(html).fits:
        return None
    buttons = keyboard(left, len(composition.pieces), tongue, Rendered()) if last else ()
    return Letter(html, buttons, tuple(piece.story for _, piece in here))


def corrected_alert(article: Article, tongue: Voice) -> Letter:
    """The letter that brought one article by itself."""
    if article.status is not Status.PUBLISHED:
        return Letter(withdrawn(article, tongue))
    return compose_alert(article, tongue, corrected=True)


def notice(article: Article, tongue: Voice) -> Letter:
    """The correction in a message of its own, where Telegram lets the old one be changed no more."""
    if article.status is not Status.PUBLISHED:
        return Letter(withdrawn(article, tongue))
    return Letter(told(alone(article), Form(), tongue, corrected=True))


def _place(piece: Piece, number: int, articles: Mapping[int, Article], form: Form, tongue: Voice) -> Markup:
    lead, left = articles[piece.lead], _left(piece, articles)
    if left is None:
        return withdrawn(lead, tongue, number)
    return told(left, form, tongue, number, corrected=lead.version > piece.version)


def _left(piece: Piece, articles: Mapping[int, Article]) -> Item | None:
    """The story, unless what told it was retracted: the readers of that are to know, whoever else reports it."""
    lead = articles.get(piece.lead)
    return None if lead is None or lead.status is not Status.PUBLISHED else again(piece, articles)


def _header(composition: Composition, part: int, form: Form, tongue: Voice, moment: datetime) -> Markup:
    if part:
        return tongue.say("digest.header_part", part=part + 1, parts=composition.parts)
    return Rendered().header(len(composition.pieces), form, tongue, moment)


def _figures(left: Mapping[int, Item], form: Form, tongue: Voice) -> Markup | None:
    if form.length is Length.LINE:
        return None
    lines = (line for item in left.values() if (line := numbers.figure(item, tongue)))
    section = numbers.section(tongue.say("digest.figures"), list(islice(lines, numbers.SHOWN)))
    return None if section is None else section.html
