/** Every sentence that the modules show. The fixed labels of the page are in index.html. */

const ROLES = { reader: "قارئ", editor: "محرّر" };

const ATTACHMENTS = { photo: "صورة", document: "ملف", voice: "رسالة صوتية", sticker: "ملصق" };

export const WORDS = {
  bot: "بوت",
  blockedBot: "بوت محظور",
  conversation: "الرسائل",
  you: "أنت",
  typing: "يكتب…",
  edited: "معدّلة",
  today: "اليوم",
  yesterday: "أمس",
  write: "اكتب رسالة…",
  start: "ابدأ",
  noMessages: "لا رسائل بعد",
  gone: "رسالة محذوفة",
  more: "عرض الكل",
  less: "طيّ",
  hidden: "نص مخفي، اضغط لإظهاره",
  edit: "تعديل الرسالة",
  attachFile: "صورة أو ملف",
  attachVoice: "رسالة صوتية",
  attachSticker: "ملصق",
  block: "حظر البوت",
  unblock: "إلغاء حظر البوت",
  download: "تنزيل",
  copied: "نُسخ النص",
  notCopied: "تعذّر النسخ",
  refused: "لم تقبل الساحة هذا الطلب",
  unreachable: "تعذّر الوصول إلى الساحة. حاول بعد قليل",
};

/** @param {string} role as the server names it */
export function roleName(role) {
  return ROLES[role] ?? role;
}

/** The word for what a message carries besides text, or "". @param {import("./api.js").PageMessage} message */
export function attachmentName(message) {
  const kind = Object.keys(ATTACHMENTS).find((key) => message[key]);
  return kind ? ATTACHMENTS[kind] : "";
}

/** The unread count in words, for people who hear the page. @param {number} count */
export function unreadInWords(count) {
  const forms = {
    one: "رسالة واحدة غير مقروءة",
    two: "رسالتان غير مقروءتين",
    few: `${count} رسائل غير مقروءة`,
    many: `${count} رسالة غير مقروءة`,
    other: `${count} رسالة غير مقروءة`,
  };
  return forms[new Intl.PluralRules("ar").select(count)] ?? "";
}
