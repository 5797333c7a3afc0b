/** What the bot offers while «@bot words» is typed: asked for after a breath, driven by arrows, one picked. */

import { build, byId } from "./build.js";

const BREATH_MS = 200;

export class Offers {
  /**
   * @param {(words: string) => Promise<{query_id: string, results: {id: string, title: string, description: string}[]}>} ask
   * @param {(query: string, result: string) => void} onPick
   */
  constructor(ask, onPick) {
    this.ask = ask;
    this.onPick = onPick;
    this.list = byId("offers");
    this.bot = "";
    this.query = "";
    this.active = -1;
    this.asked = 0;
    this.timer = 0;
    this.list.addEventListener("click", (event) => this.#pick(event.target.closest("[role=option]")));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Asks the bot for what is typed behind its name; closes for any other text. @param {string} text */
  filter(text) {
    clearTimeout(this.timer);
    const typed = /^@(\w+)\s(.*)$/s.exec(text);
    if (!typed || typed[1].toLowerCase() !== this.bot.toLowerCase()) return this.close();
    this.timer = setTimeout(() => this.#fetch(typed[2]), BREATH_MS);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.#show([]);
  }

  /** Takes the keys that are for the list. @param {KeyboardEvent} event @returns {boolean} whether it did */
  onKey(event) {
    if (this.list.hidden) return false;
    const options = [...this.list.children];
    if (event.key === "ArrowDown") this.#activate((this.active + 1) % options.length);
    else if (event.key === "ArrowUp") this.#activate((Math.max(this.active, 0) - 1 + options.length) % options.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.#pick(options[Math.max(this.active, 0)]);
    else return false;
    event.preventDefault();
    return true;
  }

  async #fetch(words) {
    const mine = (this.asked += 1);
    const { query_id: query, results } = await this.ask(words).catch(() => ({ query_id: "", results: [] }));
    if (mine !== this.asked) return; // something else was typed meanwhile
    this.query = query;
    this.#show(results);
  }

  #show(results) {
    this.list.replaceChildren(...results.map(option));
    this.list.hidden = results.length === 0;
    this.#activate(-1);
  }

  #activate(index) {
    this.active = index;
    [...this.list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  #pick(node) {
    if (!node) return;
    this.onPick(this.query, node.dataset.result);
    this.close();
  }
}

function option({ id, title, description }) {
  return build(
    "div",
    { class: "option", role: "option", "data-result": id, "aria-selected": "false" },
    build("bdi", { class: "option-name", dir: "auto" }, title),
    build("span", { class: "option-about", dir: "auto" }, description),
  );
}
