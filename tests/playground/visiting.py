"""What tests of the chat page do again and again: open it as somebody, have the bot write, find a message."""

from playwright.async_api import Locator, Page, expect

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client


async def visit(page: Page, toy: Playground, person: Person) -> None:
    """Opens the page with that person chosen, and waits until their chat is shown."""
    await page.goto(f"{toy.url}/#{person.id}")
    await expect(tab(page, person)).to_have_attribute("aria-selected", "true")


async def bot_writes(call: Client, person: Person, text: str, **more: object) -> int:
    """The bot sends that text; returns the message's id."""
    sent = await call("sendMessage", chat_id=person.id, text=text, **more)
    return int(sent.result["message_id"])


def tab(page: Page, person: Person) -> Locator:
    """That person's entry in the list of people."""
    return page.locator(f"[data-person='{person.id}']")


def bubble(page: Page, message_id: int) -> Locator:
    """That message on the screen, with its buttons."""
    return page.locator(f"[data-message='{message_id}']")
