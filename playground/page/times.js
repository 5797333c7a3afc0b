/** Times, days and sizes in Arabic with the digits 0–9 that the newsroom uses by default. */

import { WORDS } from "./words.js";

const LOCALE = "ar-u-nu-latn-ca-gregory";
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const LONG_DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });

/** Hours and minutes on the visitor's clock. @param {number} seconds since 1970 */
export function clock(seconds) {
  return CLOCK.format(seconds * 1000);
}

/** The same for all moments of one of the visitor's days. @param {number} seconds since 1970 */
export function dayKey(seconds) {
  return new Date(seconds * 1000).toDateString();
}

/** «اليوم», «أمس» or the date. @param {number} seconds since 1970 */
export function dayName(seconds) {
  const day = new Date(seconds * 1000);
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day.toDateString() === new Date().toDateString()) return WORDS.today;
  if (day.toDateString() === yesterday.toDateString()) return WORDS.yesterday;
  return (day.getFullYear() === new Date().getFullYear() ? DAY : LONG_DAY).format(day);
}

/** @param {number} bytes */
export function fileSize(bytes) {
  const [amount, unit] =
    bytes < 1000 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1000, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const options = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALE, options).format(amount);
}
