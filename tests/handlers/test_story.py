"""A story's card: opened by its number under a digest, and all that its buttons do."""

from datetime import UTC, datetime

from mujaz.article import Article
from mujaz.subscriber import Subscriber
from playground.groups import Group
from playground.messages import Button, Message
from playground.people import Person
from playground.taps import Answer
from storage import saved, story_pins, subscribers
from storage.saved import KEPT
from tests.handlers.scenes import CHIPS, META, all_heard, answered_in, archived, forged, labels, said_in, tapped
from tests.newsroom import Newsroom

EXPIRED = "انتهت صلاحية هذا الزر"
LAYOFFS = (
    "سرّحت شركة «ميتا» 600 موظف من مختبر الذكاء الاصطناعي.\n\n"
    "وقالت الشركة إن الفريق كبر أكثر مما ينبغي، وإن القرارات ستُتخذ الآن أسرع.\n\n"
    "ويستطيع المسرَّحون أن يتقدموا إلى وظائف أخرى في الشركة حتى نهاية الشهر.\n\n"
    "وكان المختبر قد وظّف في الصيف خمسين باحثًا من شركات منافسة.\n\n"
    "ولا تشمل القرارات فريق النماذج الكبيرة الذي أُنشئ في يونيو."
)


async def tap(newsroom: Newsroom, person: Person, message: Message, button: str) -> Answer:
    """A tap by somebody who takes their time: too many at once would not be answered."""
    newsroom.clock.turn(seconds=5)
    return await tapped(person, message, button)


async def asked(newsroom: Newsroom, person: Person, words: str = "/digest") -> Message:
    newsroom.clock.turn(seconds=5)
    person.send(words)
    return await person.hears()


async def opened(newsroom: Newsroom, person: Person, number: str = "1") -> Message:
    """The card of a story under the digest that the person asks for."""
    digest = await asked(newsroom, person)
    assert (await tap(newsroom, person, digest, number)).text == ""
    return await person.hears()


def buttons(card: Message, label: str) -> list[Button]:
    return [button for row in card.keyboard for button in row if button.text == label]


async def redrawn(person: Person, card: Message, button: str) -> Message:
    """The card when it has the button."""
    return await person.sees(lambda message: message.message_id == card.message_id and button in labels(message))


async def met(newsroom: Newsroom) -> tuple[Person, Article]:
    sara = await newsroom.reader("سارة")
    return sara, await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")


async def reader_of(newsroom: Newsroom, person: Person) -> Subscriber:
    found = await newsroom.mujaz.room.store.read(subscribers.get, person.id)
    assert found is not None
    return found


async def test_a_number_under_the_digest_opens_the_card_of_its_story_as_an_answer_to_it(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    digest = await asked(newsroom, sara)
    await tap(newsroom, sara, digest, "1")
    card = await sara.hears()
    assert card.text.startswith("ميتا تسرّح 600 موظف\n")
    assert card.reply_to is not None and card.reply_to.message_id == digest.message_id
    assert sorted(labels(card)) == sorted(
        ["تفاصيل", "احفظ", "تابع ميتا", "قلّل من هذا النوع", "القصة كاملة", "لماذا وصلني هذا؟"]
    )


async def test_the_details_come_in_the_card_itself_and_stay_whatever_is_tapped_next(newsroom: Newsroom) -> None:
    sara, article = await met(newsroom)
    card = await opened(newsroom, sara)
    assert article.long[-1] not in card.text
    await tap(newsroom, sara, card, "تفاصيل")
    full = await sara.sees(lambda message: message.message_id == card.message_id and article.long[-1] in message.text)
    assert "تفاصيل" not in labels(full)
    await tap(newsroom, sara, full, "احفظ")
    assert article.long[-1] in (await redrawn(sara, card, "أزل من المحفوظات")).text


async def test_a_story_can_be_saved_found_again_and_let_go(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    assert (await asked(newsroom, sara, "/saved")).text.startswith("لم تحفظ خبرًا بعد")
    card = await opened(newsroom, sara)
    assert (await tap(newsroom, sara, card, "احفظ")).text == "حُفظ الخبر، وتجده في \u200e/saved"
    await redrawn(sara, card, "أزل من المحفوظات")
    kept = await asked(newsroom, sara, "محفوظاتي")
    assert kept.text == "محفوظاتك: خبر واحد\n\n1. ميتا تسرّح 600 موظف"
    await tap(newsroom, sara, kept, "1")
    again = await sara.hears()
    assert (await tap(newsroom, sara, again, "أزل من المحفوظات")).text == "لم يعد الخبر في محفوظاتك"
    await redrawn(sara, again, "احفظ")
    assert (await asked(newsroom, sara, "/saved")).text.startswith("لم تحفظ خبرًا بعد")


async def test_what_is_saved_is_searched_and_exported_as_text(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    await tap(newsroom, sara, await opened(newsroom, sara), "احفظ")
    found = await asked(newsroom, sara, "/saved الموظفون في المختبر")
    assert found.text.startswith("في محفوظاتك عن") and "1. ميتا تسرّح 600 موظف" in found.text
    assert (await asked(newsroom, sara, "/saved رقائق <b>")).text.startswith("لا أجد في محفوظاتك شيئًا")
    assert (await tap(newsroom, sara, found, "صدّرها نصًا")).text == ""
    file = (await sara.hears()).attachment
    assert file is not None and file.file.name == f"mujaz-{sara.id}.txt"
    text = file.file.data.decode()
    assert text.startswith("ميتا تسرّح 600 موظف\n") and "?start=s_" in text


async def test_the_company_is_followed_and_left_from_the_card_which_keeps_its_buttons(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    assert (await tap(newsroom, sara, card, "تابع ميتا")).text == "تتابع الآن ميتا: أخبارها تتصدر موجزك"
    followed = await redrawn(sara, card, "ألغِ متابعة ميتا")
    assert len(labels(followed)) == len(labels(card))
    assert (await reader_of(newsroom, sara)).follows == {"meta"}
    await tap(newsroom, sara, followed, "ألغِ متابعة ميتا")
    await redrawn(sara, card, "تابع ميتا")
    assert (await reader_of(newsroom, sara)).follows == frozenset()


async def test_a_kind_can_be_wanted_less_and_as_before(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    assert (await tap(newsroom, sara, card, "قلّل من هذا النوع")).text == "سيقلّ في موجزك هذا النوع: تسريح موظفين"
    changed = await redrawn(sara, card, "أعد هذا النوع")
    assert (await reader_of(newsroom, sara)).choices.less == {"layoffs"}
    await tap(newsroom, sara, changed, "أعد هذا النوع")
    await redrawn(sara, card, "قلّل من هذا النوع")
    assert (await reader_of(newsroom, sara)).choices.less == frozenset()


async def test_the_reader_is_told_why_a_story_came(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    answer = await tap(newsroom, sara, card, "لماذا وصلني هذا؟")
    assert (answer.text, answer.alert) == ("وصلك هذا الخبر لأنه من أحدث ما نُشر.", True)
    await tap(newsroom, sara, card, "تابع ميتا")
    assert (await tap(newsroom, sara, card, "لماذا وصلني هذا؟")).text == "وصلك هذا الخبر لأنك تتابع ميتا."


async def test_two_taps_at_once_do_what_one_does(newsroom: Newsroom) -> None:
    sara, article = await met(newsroom)
    card = await opened(newsroom, sara)
    for button in ("احفظ", "تابع ميتا", "قلّل من هذا النوع", "تفاصيل"):
        newsroom.clock.turn(seconds=20)
        first, second = (sara.press(card, found) for found in buttons(card, button) * 2)
        assert await sara.answered(first) == await sara.answered(second)
    shown = await sara.sees(
        lambda message: (
            {"أزل من المحفوظات", "ألغِ متابعة ميتا", "أعد هذا النوع"} <= set(labels(message))
            and article.long[-1] in message.text
        )
    )
    assert shown.message_id == card.message_id
    reader = await reader_of(newsroom, sara)
    assert reader.follows == {"meta"}
    assert reader.choices.less == {"layoffs"}
    assert (await newsroom.mujaz.room.store.read(saved.newest, sara.id, 5))[1] == 1


async def test_a_story_that_was_retracted_is_opened_with_the_reason(newsroom: Newsroom) -> None:
    sara, article = await met(newsroom)
    digest = await asked(newsroom, sara)
    await tap(newsroom, sara, digest, "1")
    card = await sara.hears()
    await tap(newsroom, sara, card, "احفظ")
    await newsroom.mujaz.room.intake.retract(article.id, "نفته الشركة", newsroom.layla.id)
    await tap(newsroom, sara, digest, "1")
    told = await sara.hears()
    assert told.text == "ميتا تسرّح 600 موظف\nسُحب هذا الخبر، والسبب: نفته الشركة"
    assert labels(told) == []
    await tap(newsroom, sara, card, "لماذا وصلني هذا؟")  # on the old card
    await sara.sees(lambda message: message.message_id == card.message_id and "سُحب هذا الخبر" in message.text)
    assert "1. ميتا تسرّح 600 موظف (سُحب)" in (await asked(newsroom, sara, "/saved")).text


async def test_the_button_of_a_story_that_was_merged_opens_the_one_it_became_part_of(newsroom: Newsroom) -> None:
    sara, article = await met(newsroom)
    other = await archived(newsroom, CHIPS, "مصنع في تايوان")
    assert article.story is not None and other.story is not None
    digest = await asked(newsroom, sara)
    await newsroom.mujaz.room.store.write(saved.save, sara.id, article.story, newsroom.clock())
    await newsroom.mujaz.room.store.write(
        story_pins.merge, article.story, other.story, newsroom.clock(), newsroom.layla.id
    )
    for number in ("1", "2"):
        await tap(newsroom, sara, digest, number)
        card = await sara.hears()
        assert "أزل من المحفوظات" in labels(card)
    await tap(newsroom, sara, card, "أزل من المحفوظات")
    assert (await asked(newsroom, sara, "/saved")).text.startswith("لم تحفظ خبرًا بعد")


async def test_who_never_subscribed_may_open_and_save_and_is_told_what_following_needs(newsroom: Newsroom) -> None:
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
    stranger = newsroom.toy.person("غريب")
    card = await opened(newsroom, stranger)
    for button in ("تابع ميتا", "قلّل من هذا النوع"):
        assert (await tap(newsroom, stranger, card, button)).text == "لست مشتركًا بعد. للاشتراك أرسل \u200e/start"
    await tap(newsroom, stranger, card, "احفظ")
    assert "ميتا تسرّح" in (await asked(newsroom, stranger, "/saved")).text


FORGED = (
    "story:404", "story:0", "story:-404", "story:999999999999999999", "story:x", "more:x", "more:404", "save:404",
    "unsave:404", "why:404", "follow:nobody:1", "unfollow:nobody:1", "less:everything:1", "unless:<b>:1",
    "follow:meta:x", "save:1:half",
)  # fmt: skip


async def test_forged_buttons_say_that_they_have_expired_and_change_nothing(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    before = await reader_of(newsroom, sara)
    for data in FORGED:
        newsroom.clock.turn(seconds=5)
        assert (await forged(sara, card, data)).text == EXPIRED, data
    after = await reader_of(newsroom, sara)
    assert (after.follows, after.choices) == (before.follows, before.choices)


async def test_a_card_that_was_deleted_meanwhile_comes_anew(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    newsroom.toy.fail("editMessageText", status=400, description="Bad Request: message to edit not found")
    await tap(newsroom, sara, card, "احفظ")
    assert "أزل من المحفوظات" in labels(await sara.hears())


async def test_what_was_missed_is_opened_by_its_numbers(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    newsroom.clock.turn(hours=2)
    await archived(newsroom, META, "نظارة تترجم", hours=1)
    missed = await asked(newsroom, sara, "/missed")
    await tap(newsroom, sara, missed, "1")
    assert (await sara.hears()).text.startswith("نظارة تترجم\n")


async def test_of_very_many_saved_stories_the_oldest_are_let_go(newsroom: Newsroom) -> None:
    sara, _ = await met(newsroom)
    for number in range(KEPT + 3):
        newsroom.clock.turn(seconds=1)
        await newsroom.mujaz.room.store.write(saved.save, sara.id, number + 1000, newsroom.clock())
    kept, total = await newsroom.mujaz.room.store.read(saved.newest, sara.id, KEPT * 2)
    assert total == KEPT == len(kept)
    assert {story.story for story in kept} == set(range(1003, 1003 + KEPT))


async def in_group(newsroom: Newsroom) -> tuple[Person, Person, Group, Message]:
    """An admin, a member, their group, and the card of a story that the member opened in it."""
    sara, yusuf = await newsroom.reader("سارة"), newsroom.toy.person("يوسف")
    group = newsroom.toy.group("زملاء", sara, yusuf)
    group.add_bot(sara.user)
    hello = await answered_in(newsroom, group)
    sara.send("/start", group=group)
    begun = await answered_in(newsroom, group, hello)
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, tzinfo=UTC))
    digest = await answered_in(newsroom, group, begun)
    await tap(newsroom, yusuf, digest, "1")
    return sara, yusuf, group, await answered_in(newsroom, group, digest)


async def test_in_a_group_everybody_opens_stories_and_its_admins_alone_change_what_comes(newsroom: Newsroom) -> None:
    sara, yusuf, group, card = await in_group(newsroom)
    assert card.text.startswith("ميتا تسرّح 600 موظف\n")
    for button in ("احفظ", "تابع ميتا", "قلّل من هذا النوع"):
        assert (await tap(newsroom, yusuf, card, button)).text == "هذا لمشرفي المجموعة أو القناة وحدهم."
    await tap(newsroom, sara, card, "تابع ميتا")
    found = await newsroom.mujaz.room.store.read(subscribers.get, group.id)
    assert found is not None and found.follows == {"meta"}
    assert (await reader_of(newsroom, sara)).follows == frozenset()  # her own digest is another matter


async def test_a_tap_in_a_channel_shows_the_story_to_who_tapped_and_posts_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    channel = newsroom.toy.channel("أخبار الآلة", sara, username="machine_news")
    channel.add_bot(sara.user)
    await tapped(sara, await sara.hears(), "شغّل الموجز في القناة")
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, tzinfo=UTC))
    post = await answered_in(newsroom, channel)
    answer = await tap(newsroom, newsroom.toy.person("قارئ"), post, "1")
    assert answer.alert
    assert answer.text.startswith("ميتا تسرّح 600 موظف\n")
    assert said_in(newsroom, channel) == [post.text]


async def test_why_a_story_came_is_told_as_it_was_decided_then_whatever_the_reader_wants_since(
    newsroom: Newsroom,
) -> None:
    sara, _ = await met(newsroom)
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = await sara.hears()
    await newsroom.all_delivered()
    await tap(newsroom, sara, digest, "1")
    card = await sara.hears()
    await tap(newsroom, sara, card, "تابع ميتا")
    await redrawn(sara, card, "ألغِ متابعة ميتا")
    assert (await tap(newsroom, sara, card, "لماذا وصلني هذا؟")).text == "وصلك هذا الخبر لأنه من أحدث ما نُشر."


async def test_what_is_tapped_under_a_message_that_telegram_no_longer_shows_is_done_in_a_new_one(
    newsroom: Newsroom,
) -> None:
    sara, _ = await met(newsroom)
    card = await opened(newsroom, sara)
    newsroom.clock.turn(seconds=10)
    (follow,) = buttons(card, "تابع ميتا")
    answer = await sara.answered(sara.press(card, follow, shown=False))
    assert "ميتا" in answer.text
    anew = await sara.sees(lambda message: message.message_id > card.message_id and bool(message.keyboard))
    assert "ألغِ متابعة ميتا" in labels(anew)
    assert (await reader_of(newsroom, sara)).follows == {"meta"}
