/** The list of the bot's commands: opened by «/», filtered by what is typed, driven by arrows from the input. */

import { build, byId } from "./build.js";

export class CommandMenu {
  /** @param {(text: string) => void} onPick a command to be sent, with its slash */
  constructor(onPick) {
    this.onPick = onPick;
    this.list = byId("commands");
    this.input = byId("input");
    this.button = byId("commands-button");
    /** @type {import("./api.js").Command[]} */
    this.commands = [];
    this.active = -1;
    this.button.hidden = true;
    this.button.addEventListener("click", () => this.#toggle());
    this.list.addEventListener("click", (event) => this.#pick(event.target.closest("[role=option]")));
    // Keeps the focus in the input, so that arrows and Enter go on working after a touch of the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    document.addEventListener("pointerdown", ({ target }) => {
      if (!byId("composer").contains(target) && !this.list.contains(target)) this.close();
    });
  }

  /**
   * Takes a person's commands; the list stays open when nothing changed.
   * @param {import("./api.js").Command[]} commands
   */
  setCommands(commands) {
    if (JSON.stringify(commands) === JSON.stringify(this.commands)) return;
    this.commands = commands;
    this.button.hidden = commands.length === 0;
    this.close();
  }

  /** Shows what fits the text typed so far; nothing when it is no command, or has its argument already. */
  filter(text) {
    const typed = /^\/(\w*)$/.exec(text);
    const fitting = typed ? this.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.#show(fitting);
  }

  close() {
    this.#show([]);
  }

  /** Takes the keys that are for the list. @param {KeyboardEvent} event @returns {boolean} whether it did */
  onKey(event) {
    if (this.list.hidden) return false;
    const options = [...this.list.children];
    if (event.key === "ArrowDown") this.#activate((this.active + 1) % options.length);
    else if (event.key === "ArrowUp") this.#activate((Math.max(this.active, 0) - 1 + options.length) % options.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.#complete(options[Math.max(this.active, 0)]);
    // Enter without a choice sends what was typed, even when it is the beginning of a longer command.
    else if (event.key === "Enter" && this.active >= 0) this.#pick(options[this.active]);
    else return false;
    event.preventDefault();
    return true;
  }

  #toggle() {
    const wasHidden = this.list.hidden;
    this.#show(wasHidden ? this.commands : []);
    this.input.focus();
  }

  /** @param {import("./api.js").Command[]} commands */
  #show(commands) {
    this.list.replaceChildren(...commands.map(option));
    this.list.hidden = commands.length === 0;
    this.button.setAttribute("aria-expanded", String(commands.length > 0));
    this.#activate(-1);
  }

  #activate(index) {
    this.active = index;
    const options = [...this.list.children];
    options.forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    if (index >= 0) this.input.setAttribute("aria-activedescendant", options[index].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #complete(node) {
    this.input.value = `/${node.dataset.name} `;
    this.close();
  }

  #pick(node) {
    if (!node) return;
    this.close();
    this.onPick(`/${node.dataset.name}`);
  }
}

function option({ command, description }) {
  return build(
    "div",
    { class: "option", role: "option", id: `command-${command}`, "data-name": command, "aria-selected": "false" },
    build("bdi", { class: "option-name", dir: "ltr" }, `/${command}`),
    build("span", { class: "option-about", dir: "auto" }, description),
  );
}
