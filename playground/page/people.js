/** The list of people, as tabs: arrow keys move between them, the chosen one is the page's hash. */

import { build, byId, plainName } from "./build.js";
import { inShort } from "./bubble.js";
import { clock } from "./times.js";
import { WORDS, roleName, unreadInWords } from "./words.js";

const STEPS = { ArrowDown: 1, ArrowLeft: 1, ArrowUp: -1, ArrowRight: -1 };
const HUES = 6;

/** @param {(person: number) => void} onChoose */
export function listenToPeople(onChoose) {
  const list = byId("people");
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-person]");
    if (tab) onChoose(Number(tab.dataset.person));
  });
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.children];
    const at = tabs.indexOf(event.target);
    const to = neighbour(event.key, at, tabs.length);
    if (to === null) return;
    event.preventDefault();
    onChoose(Number(tabs[to].dataset.person));
    tabs[to].focus();
  });
}

function neighbour(key, at, count) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return key in STEPS ? (at + STEPS[key] + count) % count : null;
}

/**
 * Tabs that are there already stay the same elements: a replaced one would lose the focus, and the click that is on it.
 * @param {Iterable<import("./chats.js").Chat>} chats @param {?number} chosen
 */
export function showPeople(chats, chosen) {
  const tabs = [...chats].map(({ person, last, unread }) => {
    const tab = byId(`person-${person.id}`) ?? newTab(person.id);
    const isChosen = person.id === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    tab.replaceChildren(...content(person, last, unread));
    return tab;
  });
  const list = byId("people");
  if (tabs.length !== list.children.length || tabs.some((tab, at) => tab !== list.children[at])) {
    list.replaceChildren(...tabs);
  }
}

function newTab(id) {
  const place = { class: "person", id: `person-${id}`, "data-person": id };
  return build("button", { ...place, type: "button", role: "tab", "aria-controls": "chat" });
}

function content({ id, name, role }, last, unread) {
  const who = build(
    "span",
    { class: "person-who" },
    build("bdi", { class: "person-name" }, plainName(name)),
    build("span", { class: "person-role" }, roleName(role)),
  );
  return [
    build("span", { class: `avatar hue${id % HUES}`, "aria-hidden": "true" }, initial(name)),
    who,
    build("time", { class: "person-time" }, last ? clock(last.date) : ""),
    build("span", { class: "person-last", dir: "auto" }, lastLine(last)),
    badge(unread),
  ].filter(Boolean);
}

/** @param {string} name */
export function initial(name) {
  return [...plainName(name).trim()][0] ?? "؟";
}

function lastLine(message) {
  if (!message) return WORDS.noMessages;
  return message.from === "person" ? `${WORDS.you}: ${inShort(message)}` : inShort(message);
}

function badge(count) {
  if (count === 0) return null;
  return build("span", { class: "badge", role: "img", "aria-label": unreadInWords(count) }, String(count));
}
