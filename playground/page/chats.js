/** What the page knows of the bot and of each person's chat. Draws nothing; asks the server only in load(). */

import { getChat, getState } from "./api.js";

/** @typedef {import("./api.js").PageMessage} PageMessage */

/** One person's chat with the bot. */
export class Chat {
  #isDirty = false;
  /** @type {?Promise<void>} */
  #reloading = null;

  /** @param {import("./api.js").ChatState} state @param {?Chat} before the same chat as known until now */
  constructor(state, before) {
    this.#take(state);
    /** @type {Map<number, PageMessage>} in the order of their ids */
    this.messages = new Map(state.messages.map((message) => [message.id, message]));
    this.seen = before?.seen ?? this.lastOf("person")?.id ?? 0;
  }

  /**
   * Fetches everything anew but the messages: those come as events, which a slow answer must not undo.
   * Calls during a fetch share the one that follows it.
   */
  reload() {
    this.#isDirty = true;
    this.#reloading ??= this.#catchUp().finally(() => (this.#reloading = null));
    return this.#reloading;
  }

  async #catchUp() {
    while (this.#isDirty) {
      this.#isDirty = false;
      this.#take(await getChat(this.person.id));
    }
  }

  #take(state) {
    this.person = state.person;
    this.blocked = state.blocked;
    this.commands = state.commands;
    this.replyKeyboard = state.reply_keyboard;
  }

  /** @param {"bot"|"person"} author @returns {PageMessage|undefined} */
  lastOf(author) {
    return [...this.messages.values()].findLast((message) => message.from === author);
  }

  /** @returns {PageMessage|undefined} */
  get last() {
    return [...this.messages.values()].at(-1);
  }

  /** The person's last message when it is a text, which Telegram lets its author correct. @returns {?PageMessage} */
  get editable() {
    const own = this.lastOf("person");
    return own?.text && !own.photo && !own.document ? own : null;
  }

  /** The bot's messages since the person last looked or wrote. */
  get unread() {
    return [...this.messages.values()].filter(({ from, id }) => from === "bot" && id > this.seen).length;
  }

  markSeen() {
    this.seen = this.last?.id ?? this.seen;
  }
}

export class Chats {
  constructor() {
    /** @type {?import("./api.js").Bot} */
    this.bot = null;
    /** @type {Map<number, Chat>} */
    this.byPerson = new Map();
  }

  /** Fetches everything anew, keeping what the visitor has seen. @throws when the server cannot be reached */
  async load() {
    const { bot, people } = await getState();
    const states = await Promise.all(people.map(({ id }) => getChat(id)));
    this.bot = bot;
    const known = (state) => this.byPerson.get(state.person.id) ?? null;
    this.byPerson = new Map(states.map((state) => [state.person.id, new Chat(state, known(state))]));
  }
}
