"""Free text: Arabic words for commands, a company alone, a question, a correction."""

from tests.handlers.scenes import CHIPS, META, archived, labels, tapped
from tests.newsroom import Newsroom

HELP = "ماذا أستطيع أن أفعل؟"
SETTINGS = "إعداداتك"
LATEST = "آخر الأخبار"
META_CARD = "ميتا ("

SAID = [
    ("مساعدة", HELP), ("المساعدة", HELP), ("مساعده", HELP), ("مُسَاعَدَة؟", HELP), ("/مساعدة", HELP), ("help", HELP),
    ("الإعدادات", SETTINGS), ("الاعدادات", SETTINGS), ("الأعدادات", SETTINGS), ("إعدادات", SETTINGS),
    ("آخر الأخبار", LATEST), ("اخر الاخبار", LATEST), ("أخر  الأخبار!", LATEST), ("أخبار", LATEST),
    ("شركة ميتا", META_CARD), ("شركه ميتا", META_CARD), ("/شركة ميتا", META_CARD), ("شركة فيسبوك", META_CARD),
    ("شركة", "اكتب اسم الشركة"), ("شركة زقزوق", "لا أعرف شركة اسمها «زقزوق»"),
    ("بحث رقائق", "نتائج البحث عن «رقائق»"), ("ابحث رقائق", "نتائج البحث"), ("إبحث: رقائق", "نتائج البحث عن «رقائق»"),
    ("البحث رقائق", "نتائج البحث"), ("بحث", "اكتب ما تبحث عنه"),
    ("موجز", "موجز الأحد"), ("الموجز", "لا جديد"),
    ("اشتراك", "أنت مشترك"), ("إيقاف", "أوقفت الموجز"), ("ايقاف", "لست مشتركًا في الموجز الآن"), ("إشترك", "أهلًا بك"),
    ("موعدي", "موعدك الآن"), ("موعد الموجز ٧ صباحًا", "الساعة 07:00"), ("المنطقة الزمنية القاهرة", "التوقيت: القاهرة"),
    ("الموعد النهائي", "لم أجد في الأرشيف شيئًا"), ("ساعات الهدوء", "متى لا يصلك شيء؟"), ("ساعات الهدوء لا", "بلا هدوء"),
    ("إيقاف مؤقت", "كم يتوقف الموجز؟"), ("إيقاف مؤقت حتى 1 جمادى الآخرة", "متوقف مؤقتًا حتى السبت 22 نوفمبر 2025"),
    ("استأنف", "استؤنف الموجز"), ("قناتي", "الموجز في قناتك"),
    ("نشر", "النشر للمحررين وحدهم"),
    ("ميتا", META_CARD), ("meta", META_CARD), ("فيسبوك", META_CARD), ("ميتا؟", META_CARD), ("لميتا", META_CARD),
    ("ما أخبار الرقائق في تايوان؟", "نتائج قريبة"), ("زرافة", "لم أجد في الأرشيف شيئًا"),
]  # fmt: skip


async def test_arabic_words_do_what_commands_do_in_any_spelling(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    for said, expected in SAID:
        sara.send(said)
        assert expected in (await sara.hears()).text, said


async def test_who_reads_in_english_may_still_type_arabic(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/settings")
    await tapped(sara, await sara.hears(), "اللغة")
    await tapped(sara, await sara.sees(lambda message: "English" in labels(message)), "English")
    sara.send("مساعدة")
    assert "What can I do?" in (await sara.hears()).text
    sara.send("search رقائق")
    assert "رقائق" in (await sara.hears()).text


async def test_a_corrected_message_is_answered(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    mistyped = sara.send("/compny ميتا")
    assert (await sara.hears()).text.startswith("لا أعرف هذا الأمر")
    sara.edit(mistyped, "/company ميتا")
    assert META_CARD in (await sara.hears()).text
    question = sara.send("زرافة")
    await sara.hears()
    sara.edit(question, "ميتا")
    assert META_CARD in (await sara.hears()).text


async def test_an_unknown_command_leads_to_the_help(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/weather الرياض")
    assert (await sara.hears()).text == "لا أعرف هذا الأمر. الأوامر كلها هنا: \u200e/help"


async def test_a_command_in_capitals_or_with_the_name_of_the_bot_is_understood(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for command in ("/HELP", "/help@playground_toy_bot"):
        sara.send(command)
        assert HELP in (await sara.hears()).text


async def test_help_shows_the_desk_to_editors_only(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for person, sees in ((sara, False), (newsroom.layla, True)):
        person.send("/help")
        assert ("/post" in (await person.hears()).text) is sees
