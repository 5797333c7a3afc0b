/**
 * The messages of one chat on the screen: adds, replaces and removes them, keeps the end in view unless the
 * visitor has scrolled up. Keeps no messages of its own beyond the chat that it shows.
 */

import { build, byId } from "./build.js";
import { messageNode } from "./bubble.js";
import { initial } from "./people.js";
import { dayKey, dayName } from "./times.js";
import { WORDS } from "./words.js";

const NEAR_END_PX = 80;
const RUN_S = 300;

/** @typedef {import("./api.js").PageMessage} PageMessage */

export class Conversation {
  constructor() {
    this.scroller = byId("scroller");
    this.jump = byId("jump");
    /** @type {?import("./chats.js").Chat} */
    this.chat = null;
    this.botName = "";
    this.log = build("div");
    this.isAtEnd = true;
    this.top = 0;
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.jump.addEventListener("click", () => this.#toEnd());
    // Photos that load, windows that turn and keyboards that open move the end.
    this.sizes = new ResizeObserver(() => this.#resized());
  }

  /**
   * Shows a chat from its end; one that is shown already, with the same messages, stays as it is. The log is a new element each time, so that screen readers announce what
   * comes, not what was there.
   * @param {import("./chats.js").Chat} chat @param {import("./api.js").Bot} bot
   */
  show(chat, bot) {
    const isShown = this.chat !== null && isSame(this.chat, chat);
    this.chat = chat;
    this.botName = bot.name;
    if (isShown) return;
    this.log = build("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": WORDS.conversation });
    this.log.append(...[...chat.messages.values()].map((message) => this.#draw(message)));
    this.scroller.replaceChildren(chat.messages.size === 0 ? introduction(bot) : this.log);
    this.#arrange();
    this.sizes.disconnect();
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.log);
    this.#toEnd();
  }

  /** Draws a message that is new or has changed. @param {PageMessage} message */
  put(message) {
    if (!this.log.isConnected) this.scroller.replaceChildren(this.log);
    const old = this.#node(message.id);
    const node = this.#draw(message);
    if (old) replace(old, node);
    else this.log.append(node);
    this.#arrange();
    if (this.isAtEnd || (!old && message.from === "person")) this.#toEnd();
    else if (!old) this.jump.hidden = false;
  }

  /** @param {number} id */
  remove(id) {
    this.#node(id)?.remove();
    this.#arrange();
  }

  /** Scrolls to a message and marks it for a moment. @param {number} id */
  reveal(id) {
    const node = this.#node(id);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
  }

  /** @param {number} id @returns {HTMLElement|null} */
  #node(id) {
    return this.log.querySelector(`[data-message="${id}"]`);
  }

  /** @param {PageMessage} message */
  #draw(message) {
    const quoted = this.chat.messages.get(message.reply_to) ?? null;
    const reply = (message.reply_to ?? null) === null ? null : { author: this.#author(quoted), message: quoted };
    return messageNode(message, this.#author(message), reply);
  }

  #author(message) {
    return message?.from === "person" ? this.chat.person.name : this.botName;
  }

  #arrange() {
    this.log.querySelectorAll(".day").forEach((node) => node.remove());
    const nodes = [...this.log.children];
    const messages = nodes.map((node) => this.chat.messages.get(Number(node.dataset.message)));
    nodes.forEach((node, at) => separate(node, messages[at], messages[at - 1], messages[at + 1]));
    this.log.querySelectorAll(".edit:not([hidden])").forEach((button) => (button.hidden = true));
    const own = this.chat.editable;
    if (own) this.#node(own.id)?.querySelector(".edit")?.removeAttribute("hidden");
    this.log.querySelectorAll(".expandable").forEach(measure);
  }

  #toEnd() {
    this.isAtEnd = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Only going up leaves the end: a photo that loads below moves the end away without any scrolling. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const wentUp = scrollTop < this.top;
    this.top = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) this.isAtEnd = true;
    else if (wentUp) this.isAtEnd = false;
    if (this.isAtEnd) this.jump.hidden = true;
  }

  #resized() {
    this.log.querySelectorAll(".expandable").forEach(measure);
    if (this.isAtEnd) this.#toEnd();
  }
}

/** @param {import("./chats.js").Chat} before @param {import("./chats.js").Chat} after */
function isSame(before, after) {
  if (before.person.id !== after.person.id || after.messages.size === 0) return false;
  return JSON.stringify([...before.messages]) === JSON.stringify([...after.messages]);
}

/** Puts the day above a day's first message, and marks where a run of one author's messages ends. */
function separate(node, message, before, after) {
  if (!before || dayKey(before.date) !== dayKey(message.date)) {
    node.before(build("div", { class: "day" }, build("span", {}, dayName(message.date))));
  }
  node.classList.toggle("last-of-run", !sameRun(message, after));
}

function sameRun(message, after) {
  return after?.from === message.from && after.date - message.date < RUN_S;
}

/** A quote of three lines or less needs no button. @param {HTMLElement} quote */
function measure(quote) {
  const [quoted, unfold] = quote.children;
  if (quote.classList.contains("folded")) unfold.hidden = quoted.scrollHeight <= quoted.clientHeight + 1;
}

/** @param {HTMLElement} quote an expandable one */
export function toggleFold(quote) {
  const isFolded = quote.classList.toggle("folded");
  const unfold = quote.querySelector(".unfold");
  unfold.setAttribute("aria-expanded", String(!isFolded));
  unfold.textContent = isFolded ? WORDS.more : WORDS.less;
}

/** @param {HTMLElement} node anything inside a bubble */
export function revealSpoilers(node) {
  for (const spoiler of node.closest(".bubble").querySelectorAll(".spoiler[role]")) {
    for (const name of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(name);
  }
}

/** Takes an edited message's place, keeping what the visitor has opened and where the focus was. */
function replace(old, node) {
  const opened = [...old.querySelectorAll(".expandable")].map((quote) => !quote.classList.contains("folded"));
  const { row, column } = old.contains(document.activeElement) ? document.activeElement.dataset : {};
  old.replaceWith(node);
  node.classList.add("settled");
  node.querySelectorAll(".expandable").forEach((quote, at) => opened[at] && toggleFold(quote));
  if (old.querySelector(".spoiler:not([role])")) revealSpoilers(node.querySelector(".bubble"));
  if (row) node.querySelector(`[data-row="${row}"][data-column="${column}"]`)?.focus();
}

/** What Telegram shows before the first message: who the bot is, and a button that starts it. */
function introduction(bot) {
  return build(
    "div",
    { class: "introduction" },
    build("span", { class: "avatar", "aria-hidden": "true" }, initial(bot.name)),
    ...(bot.description || bot.short_description || WORDS.noMessages)
      .split("\n")
      .map((line) => build("p", { dir: "auto" }, line)),
    build("button", { class: "primary", type: "button", "data-command": "/start" }, WORDS.start),
  );
}
