/**
 * The chat page of the playground: joins what the server tells (stream, chats) with what is shown (people,
 * conversation, composer) and what the visitor does. The chosen person is the page's hash: `#2001`.
 */

import * as api from "./api.js";
import { byId, icon } from "./build.js";
import { Chats } from "./chats.js";
import { Composer } from "./composer.js";
import { Conversation, revealSpoilers, toggleFold } from "./conversation.js";
import { startCommand } from "./deeplinks.js";
import { showReplyKeyboard } from "./keyboards.js";
import { Live } from "./live.js";
import { attachMenu } from "./menu.js";
import { toast } from "./notices.js";
import { initial, listenToPeople, showPeople } from "./people.js";
import { Taps } from "./taps.js";
import { chooseFile, listenToUploads } from "./uploading.js";
import { WORDS } from "./words.js";

/** The Bot API shows an action for five seconds at most. */
const TYPING_MS = 5000;

class Page {
  constructor() {
    this.chats = new Chats();
    this.live = new Live(this.chats, {
      onFresh: () => this.#refreshed(),
      onEvent: (event) => this.#handle(event),
      onLost: () => (byId("lost").hidden = false),
    });
    this.conversation = new Conversation();
    this.taps = new Taps();
    this.composer = new Composer({
      send: (text) => this.#send(text),
      edit: (message, text) => this.#try((person) => api.edit(person, message, text)),
      beginEdit: () => this.#beginEdit(),
      ask: (words) => api.askInline(this.chosen, words),
      choose: (query, result) => this.#try((person) => api.choose(person, query, result)),
    });
    /** @type {?number} */
    this.chosen = null;
    /** Requests of the visitor go one after another, so that messages keep their order. */
    this.queue = Promise.resolve();
    this.typingTimer = 0;
  }

  start() {
    decorate();
    listenToPeople((person) => (location.hash = `#${person}`));
    listenToUploads((file, caption) => this.#try((person) => api.upload(person, file, caption)));
    attachMenu(byId("person-menu-button"), byId("person-menu"), () => this.#personMenu());
    attachMenu(byId("attach-button"), byId("attach-menu"), () => this.#attachMenu());
    byId("scroller").addEventListener("click", (event) => this.#clicked(event));
    byId("scroller").addEventListener("keydown", (event) => onSpoilerKey(event));
    byId("unblock").addEventListener("click", () => this.#setBlocked(false));
    byId("skip").addEventListener("click", () => byId("input").focus());
    document.addEventListener("visibilitychange", () => this.chat && this.#showPeople());
    window.addEventListener("hashchange", () => this.#choose());
    this.live.start();
  }

  get chat() {
    return this.chats.byPerson.get(this.chosen);
  }

  #refreshed() {
    byId("lost").hidden = true;
    this.chosen = null;
    this.#choose();
  }

  /** Shows the person of the hash, or the first one. */
  #choose() {
    const people = [...this.chats.byPerson.keys()];
    const asked = Number(location.hash.slice(1));
    const chosen = people.includes(asked) ? asked : people[0];
    if (chosen === undefined || chosen === this.chosen) return;
    this.chosen = chosen;
    this.#typing(false);
    this.conversation.show(this.chat, this.chats.bot);
    this.#showChat();
    byId(`person-${chosen}`).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Everything of the chosen chat but its messages. */
  #showChat() {
    byId("bot-name").textContent = this.chats.bot.name;
    byId("bot-avatar").textContent = initial(this.chats.bot.name);
    byId("chat").setAttribute("aria-labelledby", `person-${this.chosen}`);
    showReplyKeyboard(this.chat.blocked ? null : this.chat.replyKeyboard, (text) => this.#send(text));
    this.composer.show(this.chat);
    this.composer.offers.bot = this.chats.bot.username;
    this.#showStatus();
    this.#showPeople();
  }

  #showPeople() {
    if (!document.hidden) this.chat?.markSeen();
    showPeople(this.chats.byPerson.values(), this.chosen);
  }

  #showStatus() {
    const calm = this.chat.blocked ? WORDS.blockedBot : WORDS.bot;
    byId("status").textContent = this.typingTimer ? WORDS.typing : calm;
    byId("status").classList.toggle("typing", this.typingTimer !== 0);
  }

  /** @param {any} event of the control API's stream */
  #handle(event) {
    // The stream tells of groups too, which have no tab here.
    if (event.person && event.type !== "person" && !this.chats.byPerson.has(event.person)) return;
    const isChosen = event.person === this.chosen;
    if (event.type === "message" || event.type === "edit") this.#put(event, isChosen);
    else if (event.type === "delete") this.#remove(event, isChosen);
    else if (event.type === "answer") this.taps.answered(event, isChosen);
    else if (event.type === "action") isChosen && this.#typing(true);
    else if (event.type === "person" || event.type === "bot") this.live.refresh();
    else this.#reload(event.person);
  }

  #put({ type, person, message }, isChosen) {
    const chat = this.chats.byPerson.get(person);
    chat.messages.set(message.id, message);
    if (isChosen) this.conversation.put(message);
    if (isChosen && message.from === "bot" && type === "message") this.#answered();
    this.#showPeople();
  }

  #remove({ person, message_id: message }, isChosen) {
    this.chats.byPerson.get(person).messages.delete(message);
    if (isChosen) this.conversation.remove(message);
    this.#showPeople();
  }

  /** A new message of the bot ends its typing, and may have brought or taken a reply keyboard. */
  #answered() {
    this.#typing(false);
    this.#reload(this.chosen);
  }

  /**
   * Fetches what is no message: commands, the reply keyboard, the block. An event tells only in whose chat
   * they changed, or that they changed for everybody.
   * @param {?number} [person]
   */
  async #reload(person) {
    const chats = person ? [this.chats.byPerson.get(person)] : [...this.chats.byPerson.values()];
    // A server that is gone is told by the stream, and everything is fetched when it is back.
    await Promise.all(chats.map((chat) => chat.reload().catch(() => {})));
    if (this.chat) this.#showChat();
  }

  #typing(isTyping) {
    clearTimeout(this.typingTimer);
    this.typingTimer = isTyping ? setTimeout(() => this.#typing(false), TYPING_MS) : 0;
    if (this.chat) this.#showStatus();
  }

  #send(text) {
    this.#try((person) => api.send(person, text), () => this.composer.restore(text));
  }

  #beginEdit() {
    if (this.chat.editable) this.composer.beginEdit(this.chat.editable);
  }

  #setBlocked(isBlocked) {
    this.#try((person) => api.setBlocked(person, isBlocked));
  }

  #personMenu() {
    const { blocked } = this.chat;
    const label = blocked ? WORDS.unblock : WORDS.block;
    return [{ label, icon: "block", act: () => this.#setBlocked(!blocked) }];
  }

  #attachMenu() {
    return [
      { label: WORDS.attachFile, icon: "image", act: chooseFile },
      { label: WORDS.attachVoice, icon: "voice", act: () => this.#try(api.sendVoice) },
      { label: WORDS.attachSticker, icon: "sticker", act: () => this.#try(api.sendSticker) },
    ];
  }

  /** Whatever can be tapped in the conversation. @param {MouseEvent} event */
  #clicked(event) {
    const tapped = event.target.closest("button, a, .spoiler[role]");
    if (!tapped) return;
    const { command, copy, reply, row } = tapped.dataset;
    if (tapped.matches("a")) this.#follow(event, tapped);
    else if (command) this.#send(command);
    else if (copy) copyText(copy);
    else if (reply) this.conversation.reveal(Number(reply));
    else if (row) this.#tap(tapped);
    else if (tapped.matches(".edit")) this.#beginEdit();
    else if (tapped.matches(".unfold")) toggleFold(tapped.parentElement);
    else if (tapped.matches(".spoiler")) revealSpoilers(tapped);
  }

  #follow(event, link) {
    const command = startCommand(link.href, this.chats.bot.username);
    if (command === null) return;
    event.preventDefault();
    if (command) this.#send(command);
  }

  #tap(button) {
    const message = Number(button.closest("[data-message]").dataset.message);
    this.#try((person) => this.taps.press(person, message, button));
  }

  /**
   * Runs a request for the person chosen now, after the requests before it; tells the visitor when it fails.
   * @param {(person: number) => Promise<any>} request
   */
  #try(request, onFailure = () => {}) {
    const person = this.chosen;
    this.queue = this.queue
      .then(() => request(person))
      .catch((error) => {
        onFailure();
        toast(error instanceof api.Refused ? WORDS.refused : WORDS.unreachable);
      });
  }
}

/** Puts the drawings into the buttons of index.html. */
function decorate() {
  const drawings = { send: "send", "attach-button": "attach", "person-menu-button": "more", "cancel-edit": "close" };
  for (const [id, name] of Object.entries(drawings)) byId(id).append(icon(name));
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(WORDS.copied);
  } catch {
    toast(WORDS.notCopied);
  }
}

/** A spoiler runs over lines, so it cannot be a real button, but answers to the same keys. */
function onSpoilerKey(event) {
  if (!event.target.matches(".spoiler[role]") || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  revealSpoilers(event.target);
}

new Page().start();
