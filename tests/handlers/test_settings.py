"""/settings: every choice from one message in at most three taps, what it changes, and what goes wrong meanwhile."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from handlers.settings_card import next_digest
from handlers.settings_changes import changed
from mujaz.period import Span
from mujaz.subscriber import Alerts, Calendar, Digits, Length, Quiet, Slot, State, Subscriber
from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import CHIPS, META, all_heard, archived, failures, forged, labels, tapped
from tests.newsroom import Newsroom

SENDS = {"set:sample", "set:here", "set:invite"}
"""Buttons that send something instead of opening a screen."""
FIFTH_IN_RIYADH = datetime(2025, 11, 4, 21, 0, tzinfo=UTC)


async def test_settings_show_every_choice_and_the_day_of_the_next_digest(newsroom: Newsroom) -> None:
    card = await _card(await newsroom.reader("سارة"))
    for line in (
        "الموعد: كل يوم، الساعة 08:00",
        "المنطقة الزمنية: الرياض",
        "اللغة: العربية",
        "طول الخبر: مختصر",
        "أكثر ما في الموجز: 5 أخبار",
        "الأرقام: 123",
        "التاريخ: ميلادي",
        "الأخبار العاجلة: كل خبر عاجل، 3 في اليوم على الأكثر",
        "موجز الأسبوع والشهر: لا يصلك",
        "ساعات الهدوء: بلا هدوء",
        "الإعلانات: تصلك",
        "موعد الموجز القادم: الاثنين 27 أكتوبر 2025، الساعة 08:00.",
    ):
        assert line in card.text


CHOICES: list[tuple[list[str], str, Callable[[Subscriber], object], object]] = [
    (["الموعد", "21:00"], "الموعد: كل يوم، الساعة 21:00", lambda r: r.slots, (Slot("Asia/Riyadh", 21 * 60),)),
    (["الموعد", "صباحًا ومساءً"], "الموعد: كل يوم، الساعة 08:00 و20:00", lambda r: len(r.slots), 2),
    (["الموعد", "أيام العمل"], "الموعد: أيام العمل، الساعة 08:00", lambda r: r.slots[0].weekdays, 0b1001111),
    (["الموعد", "مرة في الأسبوع", "الجمعة"], "الموعد: الجمعة، الساعة 08:00", lambda r: r.slots[0].weekdays, 1 << 4),
    (["المنطقة", "مصر"], "المنطقة الزمنية: القاهرة", lambda r: (r.zone, r.country), ("Africa/Cairo", "EG")),
    (["المنطقة", "فلسطين", "القدس"], "المنطقة الزمنية: القدس", lambda r: r.country, "PS"),
    (["المنطقة", "بلدان أخرى", "برلين"], "المنطقة الزمنية: برلين", lambda r: r.zone, "Europe/Berlin"),
    (["طول الخبر", "مفصّل"], "طول الخبر: مفصّل", lambda r: r.choices.length, Length.FULL),
    (["عدد الأخبار", "12"], "أكثر ما في الموجز: 12 خبرًا", lambda r: r.choices.most, 12),
    (["الأخبار العاجلة", "لا شيء"], "", lambda r: r.choices.alerts, Alerts.OFF),
    (["الأخبار العاجلة", "10"], "", lambda r: r.choices.alerts_a_day, 10),
    (["الأرقام والتاريخ", "١٢٣"], "", lambda r: r.choices.digits, Digits.ARABIC),
    (["الأرقام والتاريخ", "هجري"], "", lambda r: r.choices.calendar, Calendar.HIJRI),
    (["ساعات الهدوء", "من ٢٢:٠٠ إلى ٠٧:٠٠"], "ساعات الهدوء: من ٢٢:٠٠", lambda r: r.choices.quiet, Quiet(1320, 420)),
    (["الأسبوع والشهر", "كل أسبوع"], "موجز الأسبوع والشهر: كل أسبوع", lambda r: r.roundups, {Span.WEEK}),
    (["الأسبوع والشهر", "كل أسبوع وكل شهر"], "كل أسبوع وكل شهر", lambda r: r.roundups, {*Span}),
    (["الأسبوع والشهر", "لا يصلك"], "موجز الأسبوع والشهر: لا يصلك", lambda r: r.roundups, set()),
    (["قلّل من نوع", "تمويل"], "أي أنواع", lambda r: r.choices.less, frozenset({"funding"})),
    (["قلّل من نوع", "✓ تمويل"], "أي أنواع", lambda r: r.choices.less, frozenset()),
    (["أوقف الإعلانات"], "الإعلانات: لا تصلك", lambda r: r.choices.announcements, False),
    (
        ["إيقاف مؤقت", "أسبوع"],
        "الموجز متوقف مؤقتًا حتى الأحد ١١ جمادى الأولى ١٤٤٧ هـ، الموافق ٢ نوفمبر ٢٠٢٥.",
        lambda r: r.paused_until,
        datetime(2025, 11, 1, 23, 0, tzinfo=UTC),  # midnight in Berlin
    ),
    (["اللغة", "English"], "Language: English", lambda r: r.language, "en"),
]  # fmt: skip


async def test_every_choice_is_made_in_at_most_three_taps(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for taps, line, held, wanted in CHOICES:
        card = await _card(sara)
        assert len(taps) <= 3
        last = await _tapped(newsroom, sara, card, taps)
        assert last.message_id == card.message_id
        assert held(await _reader(newsroom, sara)) == wanted, taps
        assert line in last.text, taps


async def test_from_the_card_nothing_that_can_be_chosen_is_further_than_three_taps(newsroom: Newsroom) -> None:
    """Walks over every button that opens something, from the nearest on, and counts the taps to each choice."""
    sara = await newsroom.reader("سارة")
    await newsroom.mujaz.room.store.write(subscribers.follow, sara.id, "meta")
    card = await _card(sara)
    taps = dict.fromkeys(_data(card), 1)
    queue = _opening(taps)
    for opens in queue:
        newsroom.clock.turn(seconds=2)
        await forged(sara, card, opens)
        await all_heard(newsroom)
        screen = await sara.sees(lambda message: message.message_id == card.message_id)
        new = [data for data in _data(screen) if data not in taps]
        taps |= dict.fromkeys(new, taps[opens] + 1)
        queue += _opening(new)
    assert max(taps.values()) <= 3
    assert {data.split(":")[1] for data in taps if data.startswith("put:")} == {
        "time", "preset", "weekly", "without", "place", "language", "length", "most", "digits", "calendar", "alerts",
        "a_day", "roundups", "unfollow", "less", "quiet", "pause", "announcements",
    }  # fmt: skip
    assert taps.keys() >= SENDS


async def test_what_was_wanted_less_is_shown_and_comes_back_at_a_tap(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    choices = replace((await _reader(newsroom, sara)).choices, less=frozenset({"layoffs", "funding"}))
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, choices)
    card = await _card(sara)
    assert "الأقل في الموجز: تمويل، تسريح موظفين" in card.text
    screen = await _tapped(newsroom, sara, card, ["قلّل من نوع"])
    assert {label for label in labels(screen) if label.startswith("✓")} == {"✓ تمويل", "✓ تسريح موظفين"}
    card = await _tapped(newsroom, sara, screen, ["✓ تمويل", "رجوع"])
    assert "الأقل في الموجز: تسريح موظفين" in card.text
    assert (await _reader(newsroom, sara)).choices.less == {"layoffs"}


async def test_what_is_followed_is_shown_and_ends_at_a_tap(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    screen = await _tapped(newsroom, sara, await _card(sara), ["ما تتابعه"])
    assert screen.text.startswith("لا تتابع شركة بعد")
    assert screen.text.endswith("/following")
    for company in ("meta", "openai", "a-company-that-left-the-catalogue"):
        await newsroom.mujaz.room.store.write(subscribers.follow, sara.id, company)
    screen = await _tapped(newsroom, sara, await _card(sara), ["ما تتابعه"])
    screen = await _tapped(newsroom, sara, screen, ["✓ ميتا"])
    assert "✓ ميتا" not in labels(screen)
    assert "meta" not in (await _reader(newsroom, sara)).follows
    assert "openai" in (await _reader(newsroom, sara)).follows


async def test_each_screen_leads_back_to_the_card(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    screens = [
        "الموعد", "المنطقة", "اللغة", "طول الخبر", "عدد الأخبار", "الأرقام والتاريخ", "الأخبار العاجلة", "ساعات الهدوء",
        "إيقاف مؤقت", "قلّل من نوع", "ما تتابعه",
    ]  # fmt: skip
    for button in screens:
        await _tapped(newsroom, sara, card, [button, "رجوع"])
        await sara.sees(lambda message: message.message_id == card.message_id and "إعداداتك" in message.text)


async def test_a_screen_marks_what_holds(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    for button, marked in (
        ("الموعد", {"✓ كل صباح", "✓ 08:00"}),
        ("المنطقة", {"✓ السعودية"}),
        ("طول الخبر", {"✓ مختصر"}),
        ("عدد الأخبار", {"✓ 5"}),
        ("الأخبار العاجلة", {"✓ كل خبر عاجل", "✓ 3"}),
        ("ساعات الهدوء", {"✓ بلا هدوء"}),
    ):
        screen = await _tapped(newsroom, sara, card, [button])
        assert {label for label in labels(screen) if label.startswith("✓")} == marked
        await _tapped(newsroom, sara, screen, ["رجوع"])


async def test_days_are_added_and_left_out_one_by_one_and_one_always_stays(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    screen = await _tapped(newsroom, sara, await _card(sara), ["الموعد", "الأيام"])
    screen = await _tapped(newsroom, sara, screen, ["✓ الجمعة"])
    assert "الأحد، الاثنين، الثلاثاء، الأربعاء، الخميس والسبت" in screen.text
    screen = await _tapped(newsroom, sara, screen, ["✓ السبت"])
    assert "أيام العمل" in screen.text
    for day in ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس"):
        newsroom.clock.turn(seconds=2)
        await tapped(sara, screen, f"✓ {day}" if f"✓ {day}" in labels(screen) else day)
    await sara.sees(lambda message: "موعدك الآن: الخميس، الساعة 08:00" in message.text)


async def test_working_days_are_those_of_the_country_that_the_reader_moves_to(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    for button in (["المنطقة", "مصر"], ["الموعد", "أيام العمل"]):
        card = await _tapped(newsroom, sara, card, button)
    assert (await _reader(newsroom, sara)).slots == (Slot("Africa/Cairo", 480, 0b1001111),)
    await _tapped(newsroom, sara, card, ["المنطقة", "الإمارات"])
    assert (await _reader(newsroom, sara)).slots == (Slot("Asia/Dubai", 480, 0b0011111),)


async def test_the_digest_follows_the_city_that_was_chosen(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await _tapped(newsroom, sara, await _card(sara), ["المنطقة", "بلدان أخرى", "لندن"])
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 8, 0, tzinfo=UTC))  # 08:00 in London, 11:00 in Riyadh
    assert "نظارة تترجم" in (await sara.hears()).text


async def test_a_digest_in_the_morning_and_one_in_the_evening_come_both(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await _tapped(newsroom, sara, await _card(sara), ["الموعد", "صباحًا ومساءً"])
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    assert "نظارة تترجم" in (await sara.hears()).text
    newsroom.clock.turn(hours=3)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(datetime(2025, 10, 27, 17, 0, tzinfo=UTC))
    assert "مصنع في تايوان" in (await sara.hears()).text


async def test_a_pause_ends_by_itself_or_at_a_tap(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _tapped(newsroom, sara, await _card(sara), ["إيقاف مؤقت", "ثلاثة أيام"])
    assert "حتى الأربعاء 29 أكتوبر 2025" in card.text
    assert "موعد الموجز القادم: الأربعاء 29 أكتوبر 2025، الساعة 08:00" in card.text
    card = await _tapped(newsroom, sara, card, ["إيقاف مؤقت", "استأنف الآن"])
    assert "متوقف" not in card.text
    assert "موعد الموجز القادم: الاثنين 27 أكتوبر 2025" in card.text


async def test_a_digest_due_in_quiet_hours_is_announced_for_their_end(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/quiet 22:00-09:30")
    assert "موعد الموجز القادم: الاثنين 27 أكتوبر 2025، الساعة 09:30" in (await sara.hears()).text


async def test_a_sample_shows_the_digest_of_the_week_and_takes_no_news_from_the_next(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    await tapped(sara, card, "أرسل لي مثالًا")
    assert "لم يُنشر في الأسبوع الماضي" in (await sara.hears()).text
    await archived(newsroom, META, "نظارة تترجم", days=3)
    newsroom.clock.turn(seconds=2)
    await tapped(sara, card, "أرسل لي مثالًا")
    assert (await sara.hears()).text.startswith("هذا مثال لموجزك")
    assert "نظارة تترجم" in (await sara.hears()).text
    await archived(newsroom, META.replace("نظارة", "ساعة"), "ساعة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    assert "ساعة تترجم" in (await sara.hears()).text


async def test_an_invitation_is_the_readers_own_and_leads_to_a_greeting(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await tapped(sara, await _card(sara), "ادعُ صديقًا")
    invitation = (await sara.hears()).text
    link = f"https://t.me/{newsroom.toy.world.bot.username}?start=from_{sara.id}"
    assert link in invitation
    friend = newsroom.toy.person("يوسف")
    friend.send(f"/start from_{sara.id}")
    assert (await friend.hears()).text.startswith("أهلًا بك في موجز")


async def test_who_invites_sees_how_many_came_and_each_counts_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    assert "جاء بدعوتك: لا قراء بعد" in (await _card(sara)).text
    friends = [newsroom.toy.person(name) for name in ("يوسف", "هدى")]
    for person, payload in (
        (friends[0], f"from_{sara.id}"),
        (friends[0], f"from_{sara.id}"),  # again, by another look at the link
        (friends[1], f"from_{sara.id}"),
        (sara, f"from_{sara.id}"),
        (newsroom.toy.person("غريب"), "from_nobody"),
        (newsroom.toy.person("بعيد"), f"from_{10**30}"),
    ):
        newsroom.clock.turn(seconds=2)
        person.send(f"/start {payload}")
        await person.hears()
    assert "جاء بدعوتك: قارئان" in (await _card(sara)).text
    assert "جاء بدعوتك: لا قراء بعد" in (await _card(friends[0])).text


async def test_mujaz_speaks_english_to_who_asks_for_it_and_arabic_again(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _tapped(newsroom, sara, await _card(sara), ["اللغة", "English"])
    assert "Your settings" in card.text
    sara.send("/help")
    assert "What can I do?" in (await sara.hears()).text
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = await sara.hears()
    assert digest.text.startswith("Digest of Monday 27 October 2025")
    assert "نظارة تترجم" in digest.text

    await _tapped(newsroom, sara, card, ["Language", "العربية"])
    sara.send("/help")
    assert "ماذا أستطيع أن أفعل؟" in (await sara.hears()).text


# ---------------------------------------------------------------- what goes wrong


async def test_of_two_choices_tapped_at_once_neither_is_lost(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    screen = await _tapped(newsroom, sara, card, ["الأرقام والتاريخ"])
    queries = [sara.tap(screen, "١٢٣"), sara.tap(screen, "هجري"), sara.tap(screen, "هجري")]
    for query in queries:
        await sara.answered(query)
    choices = (await _reader(newsroom, sara)).choices
    assert (choices.digits, choices.calendar) == (Digits.ARABIC, Calendar.HIJRI)


async def test_where_the_settings_message_was_deleted_a_new_one_comes(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    newsroom.toy.fail("editMessageText", status=400, description="Bad Request: message to edit not found")
    await tapped(sara, card, "طول الخبر")
    screen = await sara.hears()
    assert screen.message_id != card.message_id
    assert {"سطر", "✓ مختصر", "مفصّل"} <= set(labels(screen))
    newsroom.toy.fail("editMessageText", status=400, description="Bad Request: message can't be edited")
    newsroom.clock.turn(seconds=2)
    await tapped(sara, screen, "سطر")
    assert "طول الخبر: سطر" in (await sara.hears()).text


async def test_buttons_of_an_older_mujaz_still_work(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    for data, wanted in (
        ("zone:Europe/London", "المنطقة الزمنية: لندن"),
        ("language:en", "Time zone: London"),
        ("language:ar", "المنطقة الزمنية: لندن"),
        ("set:time", "موعدك الآن"),
        ("set:zone", "بتوقيت أي بلد"),
        ("set:language", "بأي لغة"),
        ("set:back", "إعداداتك"),
    ):
        newsroom.clock.turn(seconds=2)
        await forged(sara, card, data)
        await sara.sees(lambda message, line=wanted: message.message_id == card.message_id and line in message.text)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    assert (await _reader(newsroom, sara)).country == "GB"


FORGED = [
    "set:nothing", "set:cities:XX", "set:cities", "put:length:longer", "put:most:4", "put:most:many", "put:a_day:1000",
    "put:alerts:all", "put:digits:roman", "put:calendar:mayan", "put:announcements:maybe", "put:quiet:1-1",
    "put:quiet:22", "put:quiet:9999-1", "put:pause:for_ever", "put:preset:never", "put:preset:weekly", "put:time:1440",
    "put:time:-1", "put:time:x", "put:weekly:7", "put:with:9", "put:language:xx", "put:place:EG",
    "put:place:EG:Mars/Base", "put:place:XX:Africa/Cairo", "put:place:EG:Etc/GMT-3", "put:zone:Asia/Riyadh",
    "put:memory:1", "put:less:gossip", "put:less:", "put:",
]  # fmt: skip


async def test_what_cannot_be_chosen_is_answered_and_changes_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    before = await _reader(newsroom, sara)
    with capture_logs() as logged:
        answers = set()
        for data in FORGED:
            newsroom.clock.turn(seconds=2)
            answer = await forged(sara, card, data)
            answers.add((answer.text, answer.alert))
    assert answers == {("انتهت صلاحية هذا الزر", True)}
    assert failures(logged) == []
    after = await _reader(newsroom, sara)
    assert replace(after, last_heard_at=before.last_heard_at) == before


WORDS = st.sampled_from(
    ["length", "most", "digits", "alerts", "a_day", "announcements", "quiet", "pause", "preset", "time", "weekly",
     "with", "without", "language", "place", "calendar", "x", ""]
)  # fmt: skip
VALUES = st.sampled_from(["0", "-", "EG:Africa/Cairo", "PS:Asia/Gaza", "on", "month", "end", "twice", "²", "٤"])


@given(st.lists(st.tuples(WORDS, VALUES | st.integers(-9, 2000).map(str) | st.text(max_size=20)), max_size=12))
def test_whatever_is_tapped_a_reader_always_has_a_time_in_its_zone(taps: list[tuple[str, str]]) -> None:
    now = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
    reader = Subscriber(7, "ar", State.ACTIVE, "Asia/Riyadh", (Slot("Asia/Riyadh", 480),), now)
    for choice, value in taps:
        with suppress(ValueError, KeyError):
            reader = changed(reader, choice, value, now)
        assert {slot.zone for slot in reader.slots} == {reader.zone}
        assert now < next_digest(reader, now) < now + timedelta(days=45)


async def test_a_stranger_without_settings_is_told_how_to_subscribe(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    for command in ("/settings", "/time 7", "/timezone القاهرة", "/pause أسبوع", "/resume", "/quiet 22-7"):
        newsroom.clock.turn(seconds=2)
        stranger.send(command)
        assert "لست مشتركًا بعد" in (await stranger.hears()).text
    stranger.send_location(30.0, 31.2)
    assert "لست مشتركًا بعد" in (await stranger.hears()).text


# ---------------------------------------------------------------- typed


TYPED: list[tuple[str, str, Callable[[Subscriber], object], object]] = [
    ("/time 07:30", "كل يوم، الساعة 07:30", lambda r: [s.minute for s in r.slots], [450]),
    ("/time ٧ صباحًا و٩ مساءً", "كل يوم، الساعة 07:00 و21:00", lambda r: [s.minute for s in r.slots], [420, 1260]),
    ("/time 8 الأحد والثلاثاء", "الأحد والثلاثاء، الساعة 08:00", lambda r: r.slots[0].weekdays, 0b1000010),
    ("/pause حتى ٥ نوفمبر", "حتى الأربعاء 5 نوفمبر 2025", lambda r: r.paused_until, FIFTH_IN_RIYADH),
    ("/timezone القاهرة", "حُفظ التوقيت: القاهرة", lambda r: (r.zone, r.country), ("Africa/Cairo", "EG")),
    ("/timezone جدة", "حُفظ التوقيت: جدة", lambda r: (r.zone, r.country), ("Asia/Riyadh", "SA")),
    ("/timezone Europe/Berlin", "حُفظ التوقيت: برلين", lambda r: (r.zone, r.country), ("Europe/Berlin", "DE")),
    ("/quiet ٢٢:٠٠-٧:٠٠", "من 22:00 إلى 07:00", lambda r: r.choices.quiet, Quiet(1320, 420)),
    ("/quiet لا", "بلا هدوء", lambda r: r.choices.quiet, None),
    ("/resume", "استؤنف الموجز", lambda r: r.paused_until, None),
]


async def test_a_choice_is_understood_as_it_is_typed_and_the_next_digest_told(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for typed, told, held, wanted in TYPED:
        newsroom.clock.turn(seconds=2)
        sara.send(typed)
        answer = await sara.hears()
        assert told in answer.text
        assert "موعد الموجز القادم" in answer.text
        assert held(await _reader(newsroom, sara)) == wanted, typed
        assert labels(answer) == ["كل الإعدادات"]


REFUSED = [
    ("/time 25:00", "لا توجد ساعة «25:00»"),
    ("/time غدًا", "لم أفهم من «غدًا»"),
    ("/time 12 مساءً", "منتصف الليل"),
    ("/time <b>", "لم أفهم من «"),
    ("/quiet 22:00-22:00", "وقت البداية هو وقت النهاية"),
    ("/quiet ليلًا", "لم أفهم من «ليلًا»"),
    ("/pause 30 فبراير", "لا يوجد في التقويم"),
    ("/pause 2020-01-01", "ليس في المستقبل"),
    ("/pause 5 سنوات", "لم أفهم من «5 سنوات»"),
    ("/timezone أطلانتس", "لا أعرف مكانًا اسمه «أطلانتس»"),
    ("/timezone " + "ظ" * 4000, "لا أعرف مكانًا اسمه «ظظظ"),
    ("/time " + "ظ" * 4000, "لم أفهم من «ظظظ"),
    ('/pause "NEAR(a b)*" OR', "لم أفهم من «"),
    ("/quiet </b>", "لم أفهم من «"),
]


async def test_what_is_not_understood_is_refused_by_name_and_changes_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    before = await _reader(newsroom, sara)
    for typed, told in REFUSED:
        newsroom.clock.turn(seconds=2)
        sara.send(typed)
        assert told in (await sara.hears()).text
    assert await _reader(newsroom, sara) == before


async def test_a_command_without_words_shows_its_screen(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    screens = (("/time", "21:00"), ("/timezone", "مصر"), ("/pause", "أسبوع"), ("/quiet", "من 23:00 إلى 06:00"))
    for typed, button in screens:
        sara.send(typed)
        card = await _tapped(newsroom, sara, await sara.hears(), [button])
        assert "إعداداتك" in card.text


async def test_for_a_city_that_is_not_known_the_closest_three_are_offered(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/timezone بنغزي")
    offer = await sara.hears()
    assert len(labels(offer)) == 3
    await _tapped(newsroom, sara, offer, ["بنغازي"])
    assert (await _reader(newsroom, sara)).zone == "Africa/Tripoli"


async def test_where_a_name_means_several_places_the_reader_chooses(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/timezone عمان")
    offer = await sara.hears()
    assert labels(offer) == ["عمّان", "عُمان"]
    await _tapped(newsroom, sara, offer, ["عُمان"])
    assert (await _reader(newsroom, sara)).zone == "Asia/Muscat"


async def test_a_location_tells_the_clock_and_one_at_sea_asks_for_a_city(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await _tapped(newsroom, sara, await _card(sara), ["المنطقة"])
    await tapped(sara, await sara.sees(lambda m: "من موقعي" in labels(m)), "من موقعي")
    assert "المس الزر أدناه" in (await sara.hears()).text
    keyboard = sara.chat.reply_keyboard
    assert keyboard is not None
    assert keyboard["keyboard"] == [[{"text": "أرسل موقعي", "request_location": True}]]
    sara.send_location(27.0, 51.5)
    assert "هذا الموقع في البحر" in (await sara.hears()).text
    sara.send_location(33.57, -7.59)
    assert "حُفظ التوقيت: الدار البيضاء" in (await sara.hears()).text
    assert sara.chat.reply_keyboard is None
    assert (await _reader(newsroom, sara)).zone == "Africa/Casablanca"


def _data(message: Message) -> list[str]:
    return [button.data for row in message.keyboard for button in row if button.data is not None]


def _opening(buttons: Iterable[str]) -> list[str]:
    return [data for data in buttons if data.startswith("set:") and data not in SENDS]


async def _card(person: Person) -> Message:
    person.send("/settings")
    return await person.hears()


async def _tapped(newsroom: Newsroom, person: Person, message: Message, buttons: list[str]) -> Message:
    """The message after one tap upon another, each on what the one before made of it."""
    for button in buttons:
        newsroom.clock.turn(seconds=2)
        await tapped(person, message, button)
        message = await person.sees(_other_than(message))
    return message


def _other_than(before: Message) -> Callable[[Message], bool]:
    return lambda message: (
        message.message_id == before.message_id and (message.text, message.keyboard) != (before.text, before.keyboard)
    )


async def _reader(newsroom: Newsroom, person: Person) -> Subscriber:
    reader = await newsroom.mujaz.room.store.read(subscribers.get, person.id)
    assert reader is not None
    return reader
