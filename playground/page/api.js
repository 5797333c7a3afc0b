/**
 * Speaks the control API of the playground and names its shapes. Shows nothing and keeps nothing.
 *
 * @typedef {{id: number, name: string, role: string, language_code: string}} Person
 * @typedef {{id: number, name: string, username: string, description: string, short_description: string}} Bot
 * @typedef {{command: string, description: string}} Command
 * @typedef {{rows: string[][], placeholder: ?string}} ReplyKeyboard
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string}} Entity
 * @typedef {{text: string, data?: string, url?: string, copy?: string}} Button
 * @typedef {{name: string, url: string, size: number}} Document
 * @typedef {{id: number, from: "bot"|"person", date: number, edited: boolean, text: string, entities: Entity[],
 *   keyboard: ?Button[][], photo: ?string, document: ?Document, voice: boolean, sticker: boolean,
 *   reply_to: ?number, preview_url: ?string}} PageMessage
 * @typedef {{person: Person, blocked: boolean, commands: Command[], reply_keyboard: ?ReplyKeyboard,
 *   messages: PageMessage[]}} ChatState
 */

/** The server understood the request and would not do it (a 4xx). */
export class Refused extends Error {}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
async function request(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Refused(`${path}: ${response.status}`);
  return response.json();
}

/** @param {number} person @param {string} action @param {object} [body] */
function act(person, action, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return request(`/_ctl/people/${person}/${action}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** @returns {Promise<{bot: Bot, people: Person[]}>} */
export const getState = () => request("/_ctl/state");

/** @param {number} person @returns {Promise<ChatState>} */
export const getChat = (person) => request(`/_ctl/people/${person}`);

/** @param {number} person @param {string} text */
export const send = (person, text) => act(person, "send", { text });

/** @param {number} person @param {number} message @param {string} text */
export const edit = (person, message, text) => act(person, "edit", { message_id: message, text });

/** @param {number} person @param {number} message @returns {Promise<{query_id: string}>} */
export const tap = (person, message, row, column) => act(person, "tap", { message_id: message, row, column });

/** What the bot offers for «@bot words». @param {number} person @param {string} words
 * @returns {Promise<{query_id: string, results: {id: string, title: string, description: string}[]}>} */
export const askInline = (person, words) => act(person, "inline", { words });

/** @param {number} person @param {string} query @param {string} result */
export const choose = (person, query, result) => act(person, "choose", { query_id: query, result_id: result });

/** @param {number} person */
export const sendVoice = (person) => act(person, "voice");

/** @param {number} person */
export const sendSticker = (person) => act(person, "sticker");

/** @param {number} person @param {boolean} blocked */
export const setBlocked = (person, blocked) => act(person, blocked ? "block" : "unblock");

/** @param {number} person @param {File} file @param {string} caption */
export function upload(person, file, caption) {
  const body = new FormData();
  body.append("file", file);
  body.append("caption", caption);
  return request(`/_ctl/people/${person}/upload`, { method: "POST", body });
}
