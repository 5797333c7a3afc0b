"""How a draft looks to an editor: what was read in it, where it would stand, who is at work on it, what may be done.

A draft whose publication is planned shows that, and the button that undoes it.
"""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from handlers.article_card import companies, heading, source
from handlers.room import Room
from mujaz.arabic.share import is_arabic
from mujaz.article import Article
from mujaz.digest.render import clip, headline
from mujaz.events.classify import OTHER
from mujaz.letter import Button, Keyboard
from mujaz.stories.story import Label
from mujaz.team import Right
from mujaz.texts.catalogue import Voice
from storage import articles, drafts, plans, stories, subscribers
from storage.plans import Plan

WRITING = ("title", "fields", "preview", "history", "discard")
PUBLISHING = ("now", "next", "at", "urgent")
SOON = 60
"""Seconds within which a plan is told by how long it is to wait, not by a time of day."""
FIGURES_SHOWN = 5
TITLE_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft would stand: the story that it joins, and the public article that says the same already."""

    story: str | None
    twin: Article | None


async def card(room: Room, draft: Article, tongue: Voice, person: int) -> tuple[Markup, Keyboard]:
    """A draft as somebody of the team sees it."""
    plan = await room.store.read(plans.of, draft.id)
    if plan is not None:
        return planned(draft, plan, room.clock(), tongue)
    standing = await _standing(room, draft)
    holder = await room.store.read(drafts.held, draft.id, room.clock())
    readers = await room.store.read(subscribers.how_many_active)
    lines = [
        heading("post.card", draft, tongue),
        companies(room.gazetteer, draft.companies, tongue),
        *_event(draft, tongue),
        source(draft, tongue),
        *_elsewhere(draft, tongue),
        tongue.say("post.joins", story=tongue.text(clip(standing.story, TITLE_SHOWN)))
        if standing.story
        else tongue.say("post.opens"),
        *_twin(standing, room.clock(), tongue),
        tongue.say("post.readers", readers=tongue.count("count.readers", readers)),
    ]
    if holder is not None and holder[0] != person:
        lines.append(tongue.say("post.held", name=holder[1] or str(holder[0]), time=_time(holder[2], tongue)))
    may_publish = room.team.may(person, Right.PUBLISH)
    second = room.second_needed and await room.store.read(drafts.author, draft.id) == person
    verbs = (*PUBLISHING, *WRITING) if may_publish and not second else ("submit", *WRITING)
    return Markup("\n").join(lines), buttons(draft, verbs, tongue)


def planned(draft: Article, plan: Plan, now: datetime, tongue: Voice) -> tuple[Markup, Keyboard]:
    """When a draft will be published by itself, and the button that undoes it."""
    left = plan.at - now
    title = tongue.text(draft.title)
    if left.total_seconds() <= SOON:
        told = tongue.say("post.soon", title=title, time=tongue.span(left))
    else:
        told = tongue.say("post.planned", title=title, day=tongue.day(plan.at), time=_time(plan.at, tongue))
    return told, buttons(draft, ("undo",), tongue)


def urgent(draft: Article, alerted: int, span: Markup, tongue: Voice) -> tuple[Markup, Keyboard]:
    """Whether a draft is really breaking news: how many are alerted, and how long that takes."""
    told = tongue.say(
        "post.ask_breaking", title=tongue.text(draft.title), readers=tongue.count("count.readers", alerted), time=span
    )
    return told, buttons(draft, ("breaking", "back"), tongue)


def buttons(draft: Article, verbs: tuple[str, ...], tongue: Voice) -> Keyboard:
    """Buttons of a draft's card."""
    row = [Button(tongue.label(f"draft_do.{verb}"), f"draft:{draft.id}:{verb}") for verb in verbs]
    return tongue.rows(row, across=2)


async def _standing(room: Room, draft: Article) -> Standing:
    placement = await room.intake.placed(draft.id)
    story = None if placement.story is None else await room.store.read(stories.get, placement.story)
    twin = None
    if placement.nearest is not None and placement.label in (Label.COPY, Label.SAME):
        twin = await room.store.read(articles.get, placement.nearest)
    return Standing(story.title if story else None, twin)


def _twin(standing: Standing, now: datetime, tongue: Voice) -> list[Markup]:
    """That it may have been published already."""
    twin = standing.twin
    if twin is None or twin.published_at is None:
        return []
    days = (now - max(twin.published_at, twin.reported_at)).days
    ago = tongue.count("count.days_genitive", days) if days else tongue.say("post.today")
    return [tongue.say("post.twin" if days else "post.twin_today", ago=ago, title=headline(twin, tongue))]


def _event(draft: Article, tongue: Voice) -> list[Markup]:
    lines = [] if draft.event == OTHER else [tongue.say("post.event", event=tongue.label(f"event.{draft.event}"))]
    said = [figure.said for figure in draft.figures[:FIGURES_SHOWN]]
    return [*lines, tongue.say("post.figures_line", figures=tongue.listing(said))] if said else lines


def _elsewhere(draft: Article, tongue: Voice) -> list[Markup]:
    """Where it was found, and what an editor should know before it goes to readers of Arabic."""
    lines = [] if draft.url is None else [tongue.say("post.link", link=escape(draft.url))]
    if not is_arabic(f"{draft.title} {' '.join(draft.summary)}"):
        lines.append(tongue.say("post.not_arabic"))
    return lines


def _time(at: datetime, tongue: Voice) -> str:
    local = at.astimezone(tongue.zone)
    return tongue.clock(local.hour * 60 + local.minute)
