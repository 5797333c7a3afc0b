"""How runs look to an admin: the list, a run's card with what may be done with it, lists of messages, the report."""

from collections.abc import Sequence

from markupsafe import Markup

from mujaz.delivery import DeliveryState
from mujaz.digest.render import clip
from mujaz.letter import Button, Keyboard
from mujaz.run import Order, Run, RunState, after
from mujaz.texts.catalogue import Voice, voice
from pipeline.sender import unsealed
from storage.outcomes import Listed, Tally
from storage.overview import Overview

BEGINNING = 60
"""Code points of an announcement or a title that stand for the whole."""
REASON_MOST = 120

ALWAYS = ("sent", "waiting", "dead", "suspects")


def listing(seen: Sequence[Overview], tongue: Voice) -> tuple[list[Markup], Keyboard]:
    """The runs in one line each, and a button for each."""
    if not seen:
        return [tongue.say("run.none")], ()
    lines = [
        tongue.say(
            "run.line",
            headline=_headline(one, tongue),
            state=tongue.label(f"run_state.{one.run.state}"),
            counts=_counts(one.tally, tongue, tongue.label("separator")),
        )
        for one in seen
    ]
    buttons = [
        Button(tongue.label("run.button", kind=_kind(one.run, tongue), number=one.run.id), f"run:{one.run.id}:card")
        for one in seen
    ]
    return [tongue.say("run.header"), *lines], tongue.rows(buttons, across=2)


def card(seen: Overview, tongue: Voice) -> tuple[Markup, Keyboard]:
    """All that is known of a run, with the orders that its state allows."""
    run = seen.run
    lines = [_headline(seen, tongue), tongue.say("run.state", state=tongue.label(f"run_state.{run.state}"))]
    if run.state is RunState.FROZEN and seen.reason is not None:
        lines.append(tongue.say("run.reason", reason=seen.reason))
    local = run.due_at.astimezone(tongue.zone)
    lines.append(tongue.say("run.due", day=tongue.day(run.due_at), time=tongue.clock(local.hour * 60 + local.minute)))
    if run.created_by is not None:
        lines.append(tongue.say("run.by", admin=run.created_by))
    if run.paid:
        lines.append(tongue.say("run.paid"))
    counts = _counts(seen.tally, tongue, "\n")
    return Markup("\n").join(lines) + Markup("\n\n") + counts, _orders(seen, tongue)


def confirmation(run: Run, tongue: Voice) -> tuple[Markup, Keyboard]:
    """Whether a run is really to be cancelled."""
    buttons = [Button(tongue.label(f"run.{verb}"), f"run:{run.id}:{verb}") for verb in ("really", "card")]
    return tongue.say("run.ask_cancel", kind=_kind(run, tongue), number=run.id), tongue.rows(buttons, across=2)


def elsewhere(run: Run, tongue: Voice) -> str:
    """An order came too late: where the run stands by now."""
    state = tongue.label(f"run_state.{run.state}")
    return tongue.label("run.elsewhere", kind=_kind(run, tongue), number=run.id, state=state)


def dead_letters(run: Run, found: Sequence[Listed], total: int, tongue: Voice) -> tuple[list[Markup], Keyboard]:
    """Messages that were given up, with Telegram's words, and a button to send them again."""
    header = tongue.say("run.dead_header", count=tongue.count("count.messages", total))
    buttons = [Button(tongue.label("run.again"), f"run:{run.id}:again")] if run.state is not RunState.CANCELLED else []
    return _list(header, found, total, tongue), tongue.rows(buttons, across=1)


def suspects(found: Sequence[Listed], total: int, tongue: Voice) -> list[Markup]:
    """Messages that may have arrived twice."""
    header = tongue.say("run.twice_header", count=tongue.count("count.messages", total))
    return _list(header, found, total, tongue)


def report(seen: Overview, tongue: Voice) -> Markup:
    """What became of an announcement."""
    counts = _counts(seen.tally, tongue, "\n", always=("sent", "gone", "dead", "suspects"))
    if seen.run.state is RunState.CANCELLED or seen.finished_at is None:
        return tongue.say("notice.cancelled", number=seen.run.id, counts=counts)
    time = tongue.span(seen.finished_at - seen.run.due_at)
    return tongue.say("notice.finished", number=seen.run.id, counts=counts, time=time)


def _headline(seen: Overview, tongue: Voice) -> Markup:
    number = seen.run.id
    if seen.slot is not None:
        place = tongue.place(seen.slot.zone)
        day = voice(tongue.language, seen.slot.tz).short_day(seen.run.due_at)
        time = tongue.clock(seen.slot.minute)
        return tongue.say("run.digest", number=number, time=time, place=place, day=day)
    if seen.title is not None:
        return tongue.say("run.alert", number=number, title=tongue.text(clip(seen.title, BEGINNING)))
    words = " ".join(unsealed(seen.tail).split()) if seen.tail else ""
    return tongue.say("run.announcement", number=number, text=tongue.text(clip(words, BEGINNING)))


def _counts(tally: Tally, tongue: Voice, between: str, always: Sequence[str] = ALWAYS) -> Markup:
    counted = {
        "sent": tally.of(DeliveryState.SENT),
        "under_way": tally.of(DeliveryState.SENDING),
        "waiting": tally.of(DeliveryState.WAITING, DeliveryState.RETRY),
        "held": tally.of(DeliveryState.HELD),
        "gone": tally.of(DeliveryState.SKIPPED),
        "dead": tally.of(DeliveryState.DEAD),
        "cancelled": tally.of(DeliveryState.CANCELLED),
        "unknown": tally.of(DeliveryState.UNKNOWN),
        "suspects": tally.suspects,
    }
    return Markup(between).join(  # noqa: S704 - a line break, or a text of ours
        tongue.say(f"run_count.{name}", n=n) for name, n in counted.items() if n or name in always
    )


def _orders(seen: Overview, tongue: Voice) -> Keyboard:
    run = seen.run
    verbs = [order.value for order in (Order.PAUSE, Order.RESUME, Order.CANCEL) if after(run.state, order)]
    if seen.tally.of(DeliveryState.DEAD):
        verbs.append("dead")
    if seen.tally.suspects:
        verbs.append("twice")
    buttons = [Button(tongue.label(f"run.{verb}"), f"run:{run.id}:{verb}") for verb in verbs]
    buttons.append(Button(tongue.label("run.refresh"), f"run:{run.id}:card"))
    buttons.append(Button(tongue.label("run.all"), "runs:all"))
    return tongue.rows(buttons, across=2)


def _kind(run: Run, tongue: Voice) -> str:
    return tongue.label(f"run_kind.{run.kind}")


def _list(header: Markup, found: Sequence[Listed], total: int, tongue: Voice) -> list[Markup]:
    lines = [_listed(one, tongue) for one in found]
    blocks = [header, *(Markup("\n").join(lines[i : i + 10]) for i in range(0, len(lines), 10))]
    if total > len(found):
        blocks.append(tongue.say("run.more", count=tongue.count("count.messages", total - len(found))))
    return blocks


def _listed(one: Listed, tongue: Voice) -> Markup:
    reason = clip(one.reason or "…", REASON_MOST)
    if one.part:
        return tongue.say("run.listed_part", chat=one.chat_id, part=one.part + 1, reason=reason)
    return tongue.say("run.listed", chat=one.chat_id, reason=reason)
