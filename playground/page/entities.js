/**
 * Turns a message's text and its entities into nodes, as Telegram's clients show them: every line takes its
 * direction from its first strong letter, quotes and code blocks stand apart. Knows nothing of messages, and
 * adds no listeners: what can be tapped is marked (data-command, .spoiler, .unfold) for the conversation.
 *
 * Offsets count UTF-16 units, which is what indices of JavaScript strings are.
 *
 * @typedef {import("./api.js").Entity & {start: number, end: number}} Span
 */

import { build, safeAddress } from "./build.js";
import { WORDS } from "./words.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const LETTER = /\p{L}/u;
/** A direction mark may stand on an empty line too. */
const BLANK = /^[\s\u200e\u200f]*$/;

/** @type {Record<string, (span: Span, raw: string) => HTMLElement>} */
const INLINE = {
  bold: () => build("strong"),
  italic: () => build("em"),
  underline: () => build("u"),
  strikethrough: () => build("s"),
  code: () => build("code"),
  spoiler: () => build("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": WORDS.hidden }),
  text_link: (span) => link(span.url ?? ""),
  url: (_, raw) => link(raw, "address"),
  email: (_, raw) => link(`mailto:${raw}`, "address"),
  phone_number: (_, raw) => link(`tel:${raw}`, "address"),
  bot_command: (_, raw) => build("button", { class: "command", type: "button", "data-command": raw }),
};

/** @param {string} address @param {string} [kind] */
function link(address, kind) {
  const href = safeAddress(address);
  return href ? build("a", { class: kind, href, target: "_blank", rel: "noopener noreferrer" }) : build("span");
}

/** @param {string} text @param {import("./api.js").Entity[]} entities @returns {HTMLElement[]} */
export function renderText(text, entities) {
  const spans = entities
    .map((entity) => ({ ...entity, start: entity.offset, end: entity.offset + entity.length }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return paragraphs(text, spans, 0, text.length);
}

/** Lines, with the quotes and code blocks between them. @param {Span[]} spans sorted, outer before inner */
function paragraphs(text, spans, start, end) {
  const nodes = [];
  let cursor = start;
  for (const span of clip(spans, start, end)) {
    if (!BLOCKS.has(span.type) || span.start < cursor) continue;
    nodes.push(...lines(text, spans, cursor, span.start), block(text, spans, span));
    // The newline after a block ends the block: it is not an empty line.
    cursor = text[span.end] === "\n" ? span.end + 1 : span.end;
  }
  return nodes.concat(lines(text, spans, cursor, end));
}

/** @param {Span} span */
function block(text, spans, span) {
  const inside = spans.filter((other) => other.type !== span.type);
  const content = paragraphs(text, inside, span.start, span.end);
  if (span.type === "pre") return build("pre", { "data-language": span.language }, ...content);
  if (span.type === "blockquote") return build("blockquote", {}, ...content);
  const unfold = build("button", { class: "unfold", type: "button", "aria-expanded": "false" }, WORDS.more);
  return build("blockquote", { class: "expandable folded" }, build("div", { class: "quoted" }, ...content), unfold);
}

function lines(text, spans, start, end) {
  const nodes = [];
  for (let from = start; from < end; ) {
    const newline = text.indexOf("\n", from);
    const to = newline === -1 || newline > end ? end : newline;
    nodes.push(line(inline(text, spans, from, to), text.slice(from, to)));
    from = to + 1;
  }
  return nodes;
}

/** A line without any letter keeps the page's direction: dir=auto would turn «600» to the left. */
function line(children, raw) {
  if (BLANK.test(raw)) return build("p", { class: "line blank" }, build("br"));
  return build("p", { class: "line", dir: LETTER.test(raw) ? "auto" : null }, ...children);
}

/** Entities may nest, and a hostile sender's may cross: the inner one is cut at the outer one's end. */
function inline(text, spans, start, end) {
  const [outer, ...later] = clip(spans, start, end).filter((span) => !BLOCKS.has(span.type));
  if (!outer) return start < end ? [text.slice(start, end)] : [];
  const wrapper = (INLINE[outer.type] ?? mark)(outer, text.slice(outer.start, outer.end));
  wrapper.append(...inline(text, later, outer.start, outer.end));
  return [text.slice(start, outer.start), wrapper, ...inline(text, later, outer.end, end)];
}

/** Mentions, hashtags, cashtags and what Telegram may add: coloured, leading nowhere outside. */
function mark(span) {
  return build("span", { class: `mark ${span.type}` });
}

/** @param {Span[]} spans @returns {Span[]} */
function clip(spans, start, end) {
  return spans
    .filter((span) => span.start < end && span.end > start)
    .map((span) => ({ ...span, start: Math.max(span.start, start), end: Math.min(span.end, end) }));
}
