"""The fields of a draft, each changed by a button: title, summary, source, companies, event, figures, story.

Who is asked for a field holds the draft: others see it, and are not asked meanwhile.
"""

from handlers import draft_card
from handlers.gate import deed_of, note
from handlers.heard import Heard
from handlers.publishing import waiting
from handlers.room import Room
from mujaz.article import Article
from mujaz.digest.render import clip
from mujaz.events.classify import kinds
from mujaz.fields import read_companies, read_source, read_summary
from mujaz.letter import Button
from pipeline.intake import clean_title
from storage import articles, asked, drafts, pastes, stories, story_pins
from storage.asked import Asked

TYPED = ("title", "summary", "source", "companies")
CHOSEN = ("events", "figures", "stories")
STORIES_SHOWN = 6
BUTTON_TITLE = 40


async def show(room: Room, heard: Heard, draft: Article) -> None:
    """All fields to choose from."""
    await heard.toast()
    await heard.change_buttons(draft_card.buttons(draft, (*TYPED, *CHOSEN, "back"), heard.voice))


async def ask(room: Room, heard: Heard, draft: Article, field: str) -> None:
    """The editor's next text is that field of the draft. Raises DraftHeld."""
    now = room.clock()
    await room.store.write(drafts.hold, draft.id, heard.user.id, deed_of(heard, field, draft.id).name, now)
    own = await room.store.read(pastes.of_article, draft.id)
    if field == "title" and own is not None and own.editor_id == heard.user.id:
        await room.store.write(pastes.await_title, own.id, heard.user.id, now)
        await heard.toast()
        await heard.answer(heard.voice.say("post.ask_title"))
        return
    await room.store.write(pastes.stop_waiting, heard.user.id)
    await room.store.write(asked.ask, heard.user.id, Asked(f"draft:{field}", draft.id), now)
    await heard.toast()
    await heard.answer(heard.voice.say(f"post_ask.{field}"))


async def take(room: Room, heard: Heard, article_id: int, field: str) -> None:
    """What the editor typed for a field. Raises BadTitle, BadSummary, NoSuchCompany, DraftGone; then asks on."""
    write, by, now = room.store.write, heard.user.id, room.clock()
    match field:
        case "title":
            await _retitle(room, heard, article_id)
        case "summary":
            await write(drafts.summarise, article_id, read_summary(heard.text), now, by)
        case "source":
            await write(drafts.credit, article_id, read_source(heard.text), now, by)
        case _:
            await write(drafts.name_companies, article_id, read_companies(heard.text, room.gazetteer), now, by)
    await write(asked.stop_waiting, by)
    await write(drafts.release, article_id)
    await note(room, heard, f"draft:{field}", article_id)
    await heard.answer(heard.voice.say(f"post_changed.{field}"))
    await heard.answer(*await draft_card.card(room, await waiting(room, article_id), heard.voice, by))


async def offer(room: Room, heard: Heard, draft: Article, what: str) -> None:
    """What may be chosen: kinds of events, figures that may be left out, stories that it may join."""
    tongue = heard.voice
    match what:
        case "events":
            choices = [(tongue.label(f"event.{kind}"), f"event{place}") for place, kind in enumerate(kinds())]
        case "figures":
            choices = [(figure.said, f"figure{place}") for place, figure in enumerate(draft.figures)]
        case _:
            near = await room.store.read(stories.near, draft.id, STORIES_SHOWN)
            choices = [(tongue.label("post.new_story"), "story0")]
            choices += [(story.title, f"story{story.id}") for story in near]
    buttons = [Button(clip(label, BUTTON_TITLE), f"draft:{draft.id}:{verb}") for label, verb in choices]
    buttons.append(Button(tongue.label("draft_do.back"), f"draft:{draft.id}:back"))
    await heard.toast()
    told = tongue.say(f"post_choose.{what}", title=tongue.text(draft.title))
    await heard.rewrite(told, tongue.rows(buttons, across=2))


async def choose(room: Room, heard: Heard, draft: Article, what: str, number: int) -> None:
    """One of what was offered."""
    write, by, now = room.store.write, heard.user.id, room.clock()
    match what:
        case "event":
            known = kinds()
            await write(drafts.name_event, draft.id, known[min(number, len(known) - 1)], now, by)
        case "figure":
            await write(drafts.leave_out_figure, draft.id, number, now, by)
        case _:
            barred = None if number else (await room.intake.placed(draft.id)).story
            await write(story_pins.choose, draft.id, number or None, barred, now, by)
    await heard.toast(heard.voice.label("post.changed_toast"))
    changed = await room.store.read(articles.one, draft.id)
    await heard.rewrite(*await draft_card.card(room, changed, heard.voice, by))


async def _retitle(room: Room, heard: Heard, article_id: int) -> None:
    paste = await room.store.read(pastes.of_article, article_id)
    if paste is not None:
        await room.intake.retitle(paste, article_id, heard.text)
    else:
        title = clean_title(heard.text)
        await room.store.write(articles.retitle, article_id, title, room.clock(), heard.user.id)
