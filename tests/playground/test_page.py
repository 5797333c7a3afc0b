"""What a visitor does on the chat page, in a real browser against the real toy; Bot API calls play the bot."""

import re

import pytest
from playwright.async_api import FilePayload, Page, expect

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client
from tests.playground.visiting import bot_writes, bubble, tab, visit

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


async def test_whoever_plays_switches_between_people_and_sees_what_waits_for_each(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    editor = toy.person("سلمى الخوري", role="editor")
    editor.send("مرحبا")
    await visit(page, toy, sara)
    await expect(tab(page, sara)).to_contain_text("قارئ")
    await expect(tab(page, editor)).to_contain_text("محرّر")
    await bot_writes(call, editor, "وصلت مسودة جديدة")
    await expect(tab(page, editor).locator(".badge")).to_have_text("1")
    await expect(tab(page, editor)).to_contain_text("وصلت مسودة جديدة")
    await tab(page, editor).click()
    await expect(page.get_by_role("log")).to_contain_text("وصلت مسودة جديدة")
    await expect(page.get_by_role("log")).not_to_contain_text("/start")
    await expect(tab(page, editor).locator(".badge")).to_have_count(0)
    assert page.url.endswith(f"#{editor.id}")


async def test_people_are_switched_with_the_arrow_keys(page: Page, toy: Playground, sara: Person) -> None:
    other = toy.person("عمر")
    await visit(page, toy, sara)
    await tab(page, sara).focus()
    await page.keyboard.press("ArrowDown")
    await expect(tab(page, other)).to_be_focused()
    await expect(tab(page, other)).to_have_attribute("aria-selected", "true")


async def test_somebody_who_joins_later_appears_among_the_people(page: Page, toy: Playground, sara: Person) -> None:
    await visit(page, toy, sara)
    late = toy.person("Omar الشامي")
    await expect(tab(page, late)).to_contain_text("Omar الشامي")


async def test_a_newcomer_sees_who_the_bot_is_and_starts_it(page: Page, toy: Playground, call: Client) -> None:
    await call("setMyDescription", description="غرفة أخبار عربية\nلصناعة الذكاء الاصطناعي")
    newcomer = toy.person("نور")
    await visit(page, toy, newcomer)
    await expect(page.locator(".introduction")).to_contain_text("لصناعة الذكاء الاصطناعي")
    await page.get_by_role("button", name="ابدأ").click()
    await expect(page.locator(".from-person")).to_contain_text("/start")


async def test_enter_sends_and_shift_enter_begins_a_new_line(page: Page, toy: Playground) -> None:
    reader = toy.person("ليلى")
    await visit(page, toy, reader)
    await page.locator("#input").press_sequentially("ميتا")
    await page.keyboard.press("Shift+Enter")
    await page.locator("#input").press_sequentially("OpenAI")
    await page.keyboard.press("Enter")
    await expect(page.locator(".from-person .text")).to_have_text(re.compile("ميتا.*OpenAI", re.S))
    await expect(page.locator("#input")).to_have_value("")
    assert [message.text for message in reader.messages] == ["ميتا\nOpenAI"]


async def test_a_long_paste_is_sent_whole_and_cut_as_telegram_cuts_it(page: Page, toy: Playground) -> None:
    reader = toy.person("ليلى")
    await visit(page, toy, reader)
    await page.locator("#input").fill("خبر " * 1500)
    await page.keyboard.press("Enter")
    await expect(page.locator(".from-person")).to_have_count(2)
    assert sum(message.text.count("خبر") for message in reader.messages) == 1500


async def test_ones_last_message_is_corrected_with_arrow_up(page: Page, toy: Playground) -> None:
    reader = toy.person("ليلى")
    sent = reader.send("ميطا")
    await visit(page, toy, reader)
    await page.locator("#input").press("ArrowUp")
    await expect(page.locator("#input")).to_have_value("ميطا")
    await page.locator("#input").fill("ميتا")
    await page.keyboard.press("Enter")
    await expect(bubble(page, sent.message_id)).to_contain_text("ميتا")
    assert [message.text for message in reader.messages] == ["ميتا"]


async def test_a_command_is_found_and_sent_with_the_keyboard_only(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    menu = {"today": "أخبار اليوم", "search": "ابحث في الأرشيف", "settings": "الإعدادات"}
    await call("setMyCommands", commands=[{"command": c, "description": d} for c, d in menu.items()])
    await visit(page, toy, sara)
    await page.locator("#input").press_sequentially("/s")
    options = page.get_by_role("option")
    await expect(options).to_have_text([re.compile("search.*الأرشيف"), re.compile("settings.*الإعدادات")])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator(".from-person").last).to_contain_text("/settings")
    await expect(options).to_have_count(0)
    await page.locator("#input").press_sequentially("/to")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)


async def test_commands_set_later_reach_an_open_page(page: Page, toy: Playground, sara: Person, call: Client) -> None:
    await visit(page, toy, sara)
    await call("setMyCommands", commands=[{"command": "today", "description": "أخبار اليوم"}])
    await page.get_by_role("button", name="أوامر البوت").click()
    await expect(page.get_by_role("option")).to_contain_text("/today")


async def test_files_and_photos_are_sent_with_a_caption_and_shown(page: Page, toy: Playground, sara: Person) -> None:
    await visit(page, toy, sara)
    await page.get_by_role("button", name="إرفاق").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="صورة أو ملف").click()
    table = FilePayload(name="مقالات.csv", mimeType="text/csv", buffer="عنوان,نص".encode())
    await (await chooser.value).set_files(table)
    await page.get_by_label("التعليق").fill("أرشيف الأسبوع")
    await page.keyboard.press("Enter")
    sent = page.locator(".from-person").filter(has_text="أرشيف الأسبوع")
    await expect(sent.locator(".document")).to_contain_text("مقالات.csv")
    picture = FilePayload(name="chart.png", mimeType="image/png", buffer=PNG)
    await page.locator("#file").set_input_files(picture)
    await page.get_by_role("dialog").get_by_role("button", name="إرسال").click()
    photo = page.get_by_role("img", name="صورة")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


async def test_a_visitor_tries_a_voice_note_a_sticker_and_blocking_the_bot(
    page: Page, toy: Playground, sara: Person
) -> None:
    await visit(page, toy, sara)
    for name in ("رسالة صوتية", "ملصق"):
        await page.get_by_role("button", name="إرفاق").click()
        await page.get_by_role("menuitem", name=name).click()
    await expect(page.locator(".from-person .voice")).to_be_visible()
    await expect(page.locator(".from-person .sticker")).to_be_visible()
    await page.get_by_role("button", name="خيارات المحادثة").click()
    await page.get_by_role("menuitem", name="حظر البوت").click()
    await expect(page.locator("#input")).to_be_hidden()
    assert sara.chat.blocked
    await page.get_by_role("button", name="إلغاء حظر البوت").click()
    await expect(page.locator("#input")).to_be_visible()
    assert not sara.chat.blocked


async def test_a_reply_keyboard_comes_and_goes_with_the_bots_messages(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    await visit(page, toy, sara)
    keyboard = {"keyboard": [[{"text": "أخبار اليوم"}, {"text": "شركاتي"}]]}
    await bot_writes(call, sara, "اختر", reply_markup=keyboard)
    answers = page.get_by_role("group", name="ردود جاهزة")
    await answers.get_by_role("button", name="شركاتي").click()
    await expect(page.locator(".from-person").last).to_contain_text("شركاتي")
    await bot_writes(call, sara, "تمّ", reply_markup={"remove_keyboard": True})
    await expect(answers).to_be_hidden()


async def test_new_messages_do_not_pull_down_whoever_reads_above(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    for number in range(40):
        sara.send(f"رسالة {number}")
    await visit(page, toy, sara)
    await page.locator("#scroller").evaluate(
        """node => new Promise((seen) => {
            node.addEventListener("scroll", () => seen(true), { once: true });
            node.scrollTop = 0;
        })"""
    )
    jump = page.get_by_role("button", name="↓ جديد")
    await expect(jump).to_be_hidden()
    sent = await bot_writes(call, sara, "خبر جديد")
    await jump.click()
    await expect(bubble(page, sent)).to_be_in_viewport()
    await expect(jump).to_be_hidden()


async def test_after_the_server_comes_back_the_page_shows_what_happened_meanwhile(page: Page) -> None:
    first, second = Playground(), Playground()
    first.person("ليلى").send("قبل الانقطاع")
    second.person("ليلى").send("بعد العودة")
    await first.start()
    await page.goto(first.url)
    await expect(page.get_by_role("log")).to_contain_text("قبل الانقطاع")
    await first.close()
    await expect(page.get_by_role("alert")).to_contain_text("انقطع الاتصال")
    await second.start(port=int(first.url.rpartition(":")[2]))
    try:
        await expect(page.get_by_role("log")).to_contain_text("بعد العودة")
        await expect(page.get_by_role("alert")).to_be_hidden()
    finally:
        await second.close()
