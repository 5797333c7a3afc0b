"""A story's card: opened by its number, told at length, saved, its company followed, its kind wanted less.

Buttons say what shall be and of which story, so that those of old messages work, and two taps do what one does. A story
is told as it stands when the card is opened; of one that was retracted the reason is told.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from markupsafe import Markup

from handlers import following, rights, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.digest.card import AT_LENGTH, card, why
from mujaz.digest.choose import Taste, choose, taste
from mujaz.digest.composition import again
from mujaz.digest.form import Form
from mujaz.digest.item import Item
from mujaz.digest.ranking import rank
from mujaz.digest.render import clip
from mujaz.dossier import named
from mujaz.letter import Letter
from mujaz.subscriber import Length, Subscriber
from mujaz.texts.catalogue import Voice
from storage import reasons, saved, subscribers
from storage.opening import Opened, opened

NUMBER = r"-?[0-9]{1,18}"
OF_STORY = rf"{NUMBER}(:{AT_LENGTH})?"
"""What follows the verb of a button that is about a story."""
OF_SUBJECT = rf"[a-z0-9-]{{1,40}}:{OF_STORY}"
"""The same of one that is about a company or a kind of event, and stands on the card of a story."""
TOAST_MOST = 200
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A button of a card: its company or kind of event, the story, and whether the card tells it at length."""

    subject: str
    story: int
    at_length: bool


async def show(room: Room, heard: Heard) -> None:
    """A tap on «story:7»: the card, as an answer to the message that was tapped."""
    found = await _found(room, heard)
    if found is None:
        return
    await heard.toast()
    letter = _card(room, heard.voice, found, heard.subscriber, at_length=False)
    await heard.answer(letter.html, letter.keyboard, replying_to=heard.message_id)


async def glimpse(room: Room, heard: Heard) -> None:
    """The same tap in a channel: whoever taps, nothing is posted for all others."""
    if (found := await _found(room, heard)) is not None:
        await heard.toast(clip(_in_brief(found, heard.voice), TOAST_MOST), alert=True)


async def more(room: Room, heard: Heard) -> None:
    """A tap on «more:7»: the same card at length."""
    if await _found(room, heard) is not None:
        await heard.toast()
        await _redraw(room, heard, at_length=True)


async def save(room: Room, heard: Heard) -> None:
    """A tap on «save:7»."""
    if (found := await _found(room, heard)) is not None:
        await rights.demand(room, heard, changes=True)
        await room.store.write(saved.save, reader_key(heard), found.story, room.clock())
        await heard.toast(heard.voice.label("story.saved"))
        await _redraw(room, heard)


async def unsave(room: Room, heard: Heard) -> None:
    """A tap on «unsave:7»."""
    if (found := await _found(room, heard)) is not None:
        await rights.demand(room, heard, changes=True)
        await room.store.write(saved.unsave, reader_key(heard), found.story)
        await heard.toast(heard.voice.label("story.unsaved"))
        await _redraw(room, heard)


async def follow(room: Room, heard: Heard) -> None:
    """A tap on «follow:meta:7»."""
    await _follow(room, heard, follows=True)


async def unfollow(room: Room, heard: Heard) -> None:
    """A tap on «unfollow:meta:7»."""
    await _follow(room, heard, follows=False)


async def less(room: Room, heard: Heard) -> None:
    """A tap on «less:layoffs:7»: the reader wants fewer stories of this kind."""
    await _want(room, heard, fewer=True)


async def unless(room: Room, heard: Heard) -> None:
    """A tap on «unless:layoffs:7»: the reader wants them as before."""
    await _want(room, heard, fewer=False)


async def tell_why(room: Room, heard: Heard) -> None:
    """A tap on «why:7»: what spoke for the story when it was sent; where that is not known, what would now."""
    found = await _found(room, heard)
    if found is None:
        return
    if found.retracted is not None:
        await heard.toast()
        await _redraw(room, heard)
        return
    item = await _as_sent(room, heard, found) or _item(found, heard.subscriber)
    told = why(item, _form(room, heard.voice, item, heard.subscriber, at_length=False), heard.voice).unescape()
    await heard.toast(clip(told, TOAST_MOST), alert=True)


async def _follow(room: Room, heard: Heard, *, follows: bool) -> None:
    company = room.gazetteer.company(_tapped(heard).subject)
    if company is None:
        await stale.old_button(room, heard)
    elif (reader := await _reader(room, heard)) is not None:
        await room.store.write(subscribers.follow if follows else subscribers.unfollow, reader.chat_id, company.id)
        key = "company.followed" if follows else "company.unfollowed"
        await heard.toast(heard.voice.label(key, name=named(company, heard.voice)))
        await _redraw(room, heard)


async def _want(room: Room, heard: Heard, *, fewer: bool) -> None:
    event = _tapped(heard).subject
    if f"event.{event}" not in heard.voice.entries:
        await stale.old_button(room, heard)
    elif (reader := await _reader(room, heard)) is not None:
        wanted_less = reader.choices.less | {event} if fewer else reader.choices.less - {event}
        await room.store.write(subscribers.choose, reader.chat_id, replace(reader.choices, less=wanted_less))
        key = "story.less_done" if fewer else "story.unless_done"
        await heard.toast(heard.voice.label(key, event=heard.voice.label(f"event.{event}")))
        await _redraw(room, heard)


async def _reader(room: Room, heard: Heard) -> Subscriber | None:
    """Whose choices are changed; None for who has none, and is told so. Raises NotAnAdmin, AdminsUnknown."""
    if heard.subscriber is None:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
    else:
        await rights.demand(room, heard, changes=True)
    return heard.subscriber


def reader_key(heard: Heard) -> int:
    """The key under which the stories of who speaks are saved: the reader's, or that of the chat."""
    return heard.chat.id if heard.subscriber is None else heard.subscriber.chat_id


async def _found(room: Room, heard: Heard) -> Opened | None:
    """The story whose button was tapped; None where there never was one, and that is told."""
    found = await room.store.read(opened, reader_key(heard), _tapped(heard).story)
    if found is None:
        await stale.old_button(room, heard)
    return found


async def _redraw(room: Room, heard: Heard, *, at_length: bool | None = None) -> None:
    """The card as it is now, in its place."""
    tapped = _tapped(heard)
    found = await room.store.read(opened, reader_key(heard), tapped.story)
    reader = await room.store.read(subscribers.get, reader_key(heard))
    if found is not None:
        length = tapped.at_length if at_length is None else at_length
        letter = _card(room, heard.voice, found, reader, at_length=length)
        await heard.replace(letter.html, letter.keyboard)


def _card(room: Room, voice: Voice, found: Opened, reader: Subscriber | None, *, at_length: bool) -> Letter:
    if found.retracted is not None:
        return Letter(withdrawn(found, voice))
    item = _item(found, reader)
    return card(
        item, _form(room, voice, item, reader, at_length=at_length), voice, _taste_of(reader), saved=found.saved
    )


def withdrawn(found: Opened, voice: Voice) -> Markup:
    """What is told of a story that was retracted."""
    assert found.retracted is not None, "it was retracted"
    title, reason = voice.text(found.retracted.title), voice.text(found.retracted.retracted_reason or "")
    return voice.say("story.retracted", title=title, reason=reason)


def _in_brief(found: Opened, voice: Voice) -> str:
    """A story in the few words that fit over a button."""
    if found.retracted is None:
        lead = _item(found, None).lead
        return voice.label("story.glimpse", title=lead.title, line=lead.line)
    reason = voice.label("public.retracted", reason=found.retracted.retracted_reason or "")
    return voice.label("story.glimpse", title=found.retracted.title, line=reason)


def _item(found: Opened, reader: Subscriber | None) -> Item:
    """The whole story, with what speaks for it."""
    ranking = rank(found.articles, ALWAYS, datetime.max.replace(tzinfo=UTC))
    (item,) = choose(ranking, _taste_of(reader)).items
    return item


async def _as_sent(room: Room, heard: Heard, found: Opened) -> Item | None:
    """The story as it stood in the message under which its card was opened, or in the one that told it first."""
    articles = {article.id: article for article in found.articles}
    sent = (heard.replied_to, heard.replied_at)
    piece = await room.store.read(reasons.told, reader_key(heard), found.story, articles, *sent)
    return None if piece is None else again(piece, articles)


def _form(room: Room, voice: Voice, item: Item, reader: Subscriber | None, *, at_length: bool) -> Form:
    known = [room.gazetteer.company(company) for article in item.articles for company in article.concerns]
    names = {company.id: named(company, voice) for company in known if company is not None}
    if reader is not None:
        names |= {line: following.shown(room, line, voice) for line in reader.wishes}
    return Form(Length.FULL if at_length else Length.BRIEF, names=names)


def _taste_of(reader: Subscriber | None) -> Taste:
    return Taste() if reader is None else taste(reader)


def _tapped(heard: Heard) -> _Tapped:
    parts = heard.data.split(":")
    at_length = parts[-1] == AT_LENGTH
    *subject, story = parts[:-1] if at_length else parts
    return _Tapped("".join(subject), int(story), at_length)
