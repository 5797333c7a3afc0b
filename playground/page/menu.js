/** A button that opens a menu: arrow keys move, Escape and a click elsewhere close it, the focus comes back. */

import { build, icon } from "./build.js";

/**
 * @typedef {{label: string, icon: string, act: () => void}} Item
 * @param {HTMLElement} button @param {HTMLElement} menu @param {() => Item[]} items read at every opening
 */
export function attachMenu(button, menu, items) {
  const close = () => show(button, menu, false);
  const open = () => {
    menu.replaceChildren(...items().map((item) => entry(item, button, close)));
    show(button, menu, true);
    menu.firstElementChild?.focus();
  };
  button.addEventListener("click", () => (menu.hidden ? open() : close()));
  menu.addEventListener("keydown", (event) => onKey(event, menu, button, close));
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(target) && !button.contains(target)) close();
  });
}

function show(button, menu, isOpen) {
  menu.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
}

function entry({ label, icon: drawing, act }, button, close) {
  const kind = { class: "menu-item", type: "button", role: "menuitem", tabindex: -1 };
  const node = build("button", kind, icon(drawing), label);
  node.addEventListener("click", () => {
    close();
    button.focus();
    act();
  });
  return node;
}

function onKey(event, menu, button, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Tab") close();
  if (event.key === "Escape") {
    close();
    button.focus();
  }
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.children];
  entries.at((entries.indexOf(event.target) + step) % entries.length).focus();
}
