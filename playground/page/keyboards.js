/** The buttons under a message and above the input. Draws them; what a tap does is the page's matter. */

import { build, byId, icon, safeAddress } from "./build.js";

/** @param {import("./api.js").Button[][]} rows */
export function inlineKeyboard(rows) {
  const drawn = rows.map((row, rowIndex) =>
    build("div", { class: "key-row" }, ...row.map((button, column) => key(button, rowIndex, column))),
  );
  return build("div", { class: "keyboard" }, ...drawn);
}

/** @param {import("./api.js").Button} button */
function key(button, row, column) {
  const label = build("span", { class: "key-label", dir: "auto" }, button.text);
  const place = { class: "key", "data-row": row, "data-column": column };
  const href = button.url ? safeAddress(button.url) : null;
  if (href) return build("a", { ...place, href, target: "_blank", rel: "noopener" }, label, icon("open"));
  if (button.copy) return build("button", { ...place, type: "button", "data-copy": button.copy }, label, icon("copy"));
  return build("button", { ...place, type: "button" }, label);
}

/**
 * Buttons that say the same stay the same elements, for the focus on them.
 * @param {?import("./api.js").ReplyKeyboard} keyboard @param {(text: string) => void} onPick
 */
export function showReplyKeyboard(keyboard, onPick) {
  const place = byId("reply-keyboard");
  const rows = keyboard?.rows ?? [];
  place.hidden = rows.length === 0;
  const shown = [...place.children].map((row) => [...row.children].map((button) => button.textContent));
  if (JSON.stringify(shown) === JSON.stringify(rows)) return;
  const drawn = rows.map((row) =>
    build("div", { class: "key-row" }, ...row.map((text) => replyKey(text, onPick))),
  );
  place.replaceChildren(...drawn);
}

function replyKey(text, onPick) {
  const button = build("button", { class: "key", type: "button", dir: "auto" }, text);
  button.addEventListener("click", () => onPick(text));
  return button;
}
