/** Links into the bot itself are followed here, as Telegram's clients do, instead of leaving for the web. */

/**
 * What following a link to the bot sends: «/start payload», or "" for a link that only opens the chat; null for
 * any other link. Source: https://core.telegram.org/api/links
 * @param {string} href @param {string} username the bot's
 */
export function startCommand(href, username) {
  const url = new URL(href);
  const isShort = /^https?:$/.test(url.protocol) && ["t.me", "telegram.me"].includes(url.hostname);
  const name = isShort ? url.pathname.slice(1) : url.href.startsWith("tg://resolve") && url.searchParams.get("domain");
  if (!name || name.toLowerCase() !== username.toLowerCase()) return null;
  const payload = url.searchParams.get("start");
  return payload === null ? "" : `/start ${payload}`.trim();
}
