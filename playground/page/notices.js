/** What the page tells in passing (toasts) and what must be confirmed (the alert). */

import { build, byId } from "./build.js";

const SHORTEST_MS = 3500;
const MS_PER_LETTER = 60;

/** Shows a text for as long as it takes to read it. @param {string} text */
export function toast(text) {
  const node = build("div", { class: "toast", dir: "auto" }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), Math.max(SHORTEST_MS, text.length * MS_PER_LETTER));
}

/** Shows a text until it is confirmed. @param {string} text */
export function alertText(text) {
  const dialog = byId("alert");
  byId("alert-text").textContent = text;
  if (!dialog.open) dialog.showModal();
}
