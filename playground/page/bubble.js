/** Draws one message. Knows nothing of the server, the scroller or the other messages but the quoted one. */

import { build, icon, plainName, safeAddress } from "./build.js";
import { renderText } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { clock, fileSize } from "./times.js";
import { WORDS, attachmentName } from "./words.js";

const WAVE = 22;

/**
 * @param {import("./api.js").PageMessage} message
 * @param {string} author the name that screen readers announce
 * @param {?{author: string, message: ?import("./api.js").PageMessage}} quoted the message it replies to
 */
export function messageNode(message, author, quoted) {
  const bubble = build(
    "div",
    { class: message.sticker ? "bubble bare" : "bubble" },
    quoted && quote(quoted, message.reply_to),
    message.photo && photo(message),
    message.document && documentCard(message.document),
    message.voice ? voice() : null,
    message.sticker ? sticker() : null,
    message.text ? build("div", { class: "text" }, ...renderText(message.text, message.entities)) : null,
    message.preview_url && preview(message.preview_url),
    meta(message),
  );
  const attributes = {
    class: `message from-${message.from}`,
    "data-message": message.id,
    "aria-label": `${plainName(author)}، ${clock(message.date)}`,
  };
  return build("article", attributes, bubble, message.keyboard && inlineKeyboard(message.keyboard));
}

/** The message in one line, for the list of people and for quotes. @param {import("./api.js").PageMessage} message */
export function inShort(message) {
  const hidden = message.entities.filter((entity) => entity.type === "spoiler");
  const shown = hidden.reduce(cover, message.text);
  return [attachmentName(message), shown.replace(/\s+/g, " ").trim()].filter(Boolean).join("، ");
}

/** A spoiler must not leak through a summary. */
function cover(text, { offset, length }) {
  return text.slice(0, offset) + "▒".repeat(length) + text.slice(offset + length);
}

function meta(message) {
  const time = new Date(message.date * 1000).toISOString();
  const label = { "aria-label": WORDS.edit, title: WORDS.edit };
  const isOwnText = message.from === "person" && message.text;
  return build(
    "div",
    { class: "meta" },
    isOwnText && build("button", { class: "edit", type: "button", ...label, hidden: true }, icon("edit")),
    message.edited ? build("span", { class: "edited" }, WORDS.edited) : null,
    build("time", { datetime: time }, clock(message.date)),
  );
}

function quote({ author, message }, id) {
  const text = message ? inShort(message) : WORDS.gone;
  return build(
    "button",
    { class: "reply", type: "button", "data-reply": id },
    build("bdi", { class: "reply-author" }, plainName(author)),
    build("span", { class: "reply-text", dir: "auto" }, text),
  );
}

function photo(message) {
  return build(
    "a",
    { class: "photo", href: message.photo, target: "_blank", rel: "noopener" },
    build("img", { src: message.photo, alt: attachmentName(message) }),
  );
}

/** @param {import("./api.js").Document} document */
function documentCard({ name, url, size }) {
  const label = plainName(name);
  return build(
    "a",
    { class: "document", href: url, download: label, "aria-label": `${WORDS.download}: ${label}` },
    build("span", { class: "disc" }, icon("file")),
    build(
      "span",
      { class: "document-about" },
      build("bdi", { class: "document-name" }, label),
      build("span", { class: "document-size" }, fileSize(size)),
    ),
  );
}

function voice() {
  const bars = Array.from({ length: WAVE }, (_, index) => build("i", { class: `bar h${(index * 7) % 5}` }));
  return build(
    "div",
    { class: "voice" },
    build("span", { class: "disc" }, icon("play")),
    build("span", { class: "wave", "aria-hidden": "true" }, ...bars),
    build("span", { class: "voice-name" }, WORDS.attachVoice),
  );
}

function sticker() {
  return build("div", { class: "sticker", role: "img", "aria-label": WORDS.attachSticker }, icon("sticker"));
}

/** Telegram's servers would fetch the page's title; here nothing leaves the machine, so the address is the card. */
function preview(address) {
  const href = safeAddress(address);
  if (!href) return null;
  const url = new URL(href);
  return build(
    "a",
    { class: "preview", href, target: "_blank", rel: "noopener noreferrer" },
    build("bdi", { class: "preview-site", dir: "ltr" }, url.hostname.replace(/^www\./, "")),
    build("bdi", { class: "preview-path", dir: "ltr" }, readable(url)),
  );
}

function readable(url) {
  try {
    return decodeURI(url.pathname + url.search);
  } catch {
    return url.pathname + url.search;
  }
}
