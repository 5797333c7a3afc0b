/** Keeps the chats in step with the server: everything at each connection, then events in order. Draws nothing. */

import { listen } from "./stream.js";

const RETRY_MS = 1000;

export class Live {
  /** @type {?any[]} events that came while everything was being fetched; null when it is not */
  #held = null;
  #isStale = false;

  /**
   * @param {import("./chats.js").Chats} chats
   * @param {{onFresh: () => void, onEvent: (event: any) => void, onLost: () => void}} listener
   */
  constructor(chats, listener) {
    this.chats = chats;
    this.listener = listener;
  }

  start() {
    listen({
      onOpen: () => this.refresh(),
      onLost: () => this.listener.onLost(),
      onEvent: (event) => (this.#held ? this.#held.push(event) : this.listener.onEvent(event)),
    });
  }

  /** Fetches everything; what happens meanwhile is held and told afterwards, so nothing gets lost in between. */
  async refresh() {
    this.#isStale = true;
    if (this.#held) return;
    this.#held = [];
    while (this.#isStale) {
      this.#isStale = false;
      await this.chats.load().catch(() => this.#retryLater());
    }
    const held = this.#held;
    this.#held = null;
    this.listener.onFresh();
    held.forEach((event) => this.listener.onEvent(event));
  }

  async #retryLater() {
    this.#isStale = true;
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
}
