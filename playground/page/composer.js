/** The input: sends, edits one's last message, keeps a draft for each person. Does not speak to the server. */

import { byId } from "./build.js";
import { CommandMenu } from "./commands.js";
import { Offers } from "./offers.js";
import { WORDS } from "./words.js";

/**
 * What the visitor asks for here and the page does.
 * @typedef {{send: (text: string) => void, edit: (message: number, text: string) => void,
 *   beginEdit: () => void, ask: (words: string) => Promise<any>, choose: (query: string, result: string) => void}} Acts
 */

export class Composer {
  /** @param {Acts} acts */
  constructor(acts) {
    this.acts = acts;
    this.input = byId("input");
    this.commands = new CommandMenu((text) => this.#sendCommand(text));
    this.offers = new Offers(acts.ask, (query, result) => this.#choose(query, result));
    /** @type {Map<number, string>} */
    this.drafts = new Map();
    /** @type {?number} */
    this.person = null;
    /** @type {?number} the message being edited */
    this.editing = null;
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    byId("cancel-edit").addEventListener("click", () => this.cancelEdit());
    this.input.addEventListener("input", () => this.#changed());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {import("./chats.js").Chat} chat */
  show(chat) {
    if (chat.person.id !== this.person) this.#switchTo(chat.person.id);
    byId("composer").hidden = chat.blocked;
    byId("unblock").hidden = !chat.blocked;
    this.input.placeholder = chat.replyKeyboard?.placeholder || WORDS.write;
    this.commands.setCommands(chat.commands);
  }

  /** @param {import("./api.js").PageMessage} message */
  beginEdit(message) {
    this.editing = message.id;
    byId("editing").hidden = false;
    this.#fill(message.text);
    this.input.focus();
  }

  cancelEdit() {
    if (this.editing === null) return;
    this.editing = null;
    byId("editing").hidden = true;
    this.#fill("");
    this.input.focus();
  }

  /** Gives back a text that could not be sent, unless the visitor has begun another. @param {string} text */
  restore(text) {
    if (this.input.value === "") this.#fill(text);
  }

  #switchTo(person) {
    this.cancelEdit();
    if (this.person !== null) this.drafts.set(this.person, this.input.value);
    this.person = person;
    this.#fill(this.drafts.get(person) ?? "");
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value;
    if (text.trim() === "") return;
    const edited = this.editing;
    this.commands.close();
    this.cancelEdit();
    this.#fill("");
    if (edited === null) this.acts.send(text);
    else this.acts.edit(edited, text);
  }

  /** A picked command replaces what was typed of it, and nothing else. */
  #sendCommand(text) {
    if (this.input.value.startsWith("/")) this.#fill("");
    this.acts.send(text);
  }

  /** A picked result takes the place of what was typed for it. */
  #choose(query, result) {
    this.#fill("");
    this.acts.choose(query, result);
  }

  #onKey(event) {
    // While an input method composes a word, Enter and the arrows are its own.
    if (event.isComposing || this.offers.onKey(event) || this.commands.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "Escape") this.cancelEdit();
    else if (event.key === "ArrowUp" && this.input.value === "") {
      event.preventDefault();
      this.acts.beginEdit();
    }
  }

  #changed() {
    this.#grow();
    this.commands.filter(this.input.value);
    this.offers.filter(this.input.value);
  }

  #fill(text) {
    this.input.value = text;
    this.#grow();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
