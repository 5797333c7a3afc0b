/** Taps on inline buttons: the button is busy until the bot answers, and the answer is shown. */

import { tap } from "./api.js";
import { alertText, toast } from "./notices.js";

/** Telegram's clients give up waiting as well. */
const PATIENCE_MS = 15_000;

export class Taps {
  constructor() {
    /** @type {Map<string, HTMLElement>} busy buttons by the id of their query */
    this.waiting = new Map();
    /** @type {Set<string>} queries answered before the server told us their id */
    this.early = new Set();
  }

  /** @param {number} person @param {number} message @param {HTMLElement} button */
  async press(person, message, button) {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const { row, column } = button.dataset;
      const { query_id: query } = await tap(person, message, Number(row), Number(column));
      if (this.early.delete(query)) button.removeAttribute("aria-busy");
      else this.#wait(query, button);
    } catch (error) {
      button.removeAttribute("aria-busy");
      throw error;
    }
  }

  /**
   * @param {{query_id: string, text: ?string, alert: boolean}} answer
   * @param {boolean} isVisible whether its person is chosen
   */
  answered(answer, isVisible) {
    const button = this.waiting.get(answer.query_id);
    if (button) this.#release(answer.query_id);
    else this.early.add(answer.query_id);
    if (!answer.text || !isVisible) return;
    if (answer.alert) alertText(answer.text);
    else toast(answer.text);
  }

  #wait(query, button) {
    this.waiting.set(query, button);
    setTimeout(() => this.#release(query), PATIENCE_MS);
  }

  #release(query) {
    this.waiting.get(query)?.removeAttribute("aria-busy");
    this.waiting.delete(query);
  }
}
