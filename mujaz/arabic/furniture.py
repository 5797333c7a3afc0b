"""Tell news from the furniture of the page around it: subheadings, «اقرأ أيضًا», signatures, credits, rights.

It judges single lines and sentences by their form; it refuses to judge what they say, so that a sentence about
copyright or about a picture agency stays news.
"""

import re

from mujaz.arabic.fold import fold

_LONGEST_SUBHEADING = 12  # words
_LONGEST_CAPTION = 4  # words: what counts as a subheading where even paragraphs have no full stop
_LONGEST_BOILERPLATE = 30  # words: a real paragraph may begin with the same words
_CLOSED = re.compile(r"[.!?؟…۔][\s»”’\"')\]]*\Z")
_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*\Z", re.IGNORECASE)
_TAGS = re.compile(r"(?:\s*#\w+)+\s*\Z")

# All below is written as `fold` leaves it. A phrase that may begin a sentence of news must have the line to itself.
_ALONE = r"\W*\Z"
_LABEL = r"\s*[|:]"
_READ_ON = (
    r"(?:شاهد|اقرا|اقرءي|اقرءوا|طالع|تابع|استمع|انظر)(?:وا|ي|/ي)?(?: \w+)? (?:ايضا|المزيد|كذلك|لاحقا)\b",
    rf"(?:شاهد|شاهدوا|اقرا|اقراوا|طالع|تابع|استمع|استمعوا|مواضيع|فيديو|بالفيديو|صور){_LABEL}",
    r"(?:لقراءه|للاطلاع علي|لمعرفه|لمشاهده) (?:المزيد|الفيديو|الخبر|المقال)\b|للمزيد\b|اقرا في\b",
    r"المزيد (?:حول|عن|من (?:الاخبار|التفاصيل|المقالات))\b",
    r"(?:مواضيع|اخبار|مقالات|موضوعات|روابط|تقارير) (?:ذات صله|قد تهمك)\b|قد يهمك\b|قد يعجبك\b",
    rf"(?:مواضيع|اخبار|مقالات|موضوعات|روابط|تقارير) (?:متعلقه|مشابهه|اخري)(?:{_LABEL}|{_ALONE})|الاكثر قراءه{_ALONE}",
    r"(?:اضغط|اضغطوا|انقر|انقروا) (?:هنا|علي)\b|حمل(?:وا)? (?:تطبيق|التطبيق)\b|هذا الرابط سيفتح\b",
)
_FOLLOW_US = (
    r"(?:لمتابعه|تابعوا|يمكنكم متابعه) (?:اهم|احدث|اخر|اخبار|اخبارنا|جديدنا|حساباتنا|صفحتنا|قناتنا)\b",
    r"تابعونا\b|تابعنا\b|تابع (?:اخبارنا|صفحتنا|قناتنا|حسابنا|حساباتنا)\b",
    r"(?:اشتركوا|للاشتراك|انضموا) (?:في|الي|الان|معنا|بنشر)",
    r"اشترك (?:الان|معنا|في (?:نشرتنا|النشره|قناتنا))\b|شاركها مع\b|شارك(?:وا)? (?:هذا )?(?:الخبر|المقال)\b",
    r"انسخ الرابط\b|رابط مختصر\b|اترك تعليقا\b|اضف تعليقا\b|نستخدم ملفات تعريف الارتباط\b",
)
_CREDITS = (
    rf"(?:المصدر|المصادر|مصدر الصوره|الصوره|صوره|تصوير|بقلم|كتب|كتبت|ترجمه|تحرير|اعداد|بواسطه|الكاتب){_LABEL}",
    rf"(?:الكلمات المفتاحيه|كلمات مفتاحيه|كلمات دلاليه|وسوم|الوسوم|تاغات|التصنيف|tags|source|by){_LABEL}",
    rf"(?:تاريخ النشر|نشر في|نشر بتاريخ|اخر تحديث|وقت القراءه|مده القراءه){_LABEL}",
    r"مصدر الصوره\b|صدر الصوره\b|التعليق علي الصوره\b|image (?:caption|copyright|source)\b|media caption\b",
    r"\((?:اعداد|تغطيه صحفيه|كتابه|تحرير|ترجمه|الصوره|صوره|تصوير|رويترز|ا ف ب|getty|afp|reuters)\b[^()]*\)" + _ALONE,
    rf"(?:تم التحديث|اخر تحديث|نشرت?) (?:في|بتاريخ) \d\S*(?: \S+){{0,2}}{_ALONE}|getty images{_ALONE}",
    rf"(?:منذ|قبل) \d+ \w+{_ALONE}",
)
_RIGHTS = (
    r"(?:جميع )?(?:الحقوق|حقوق (?:النشر|الطبع|الصوره)) محفوظه\b|حقوق الصوره\b|copyright\b|all rights reserved\b|©",
    rf"(?:اعلان|advertisement){_ALONE}|(?:محتوي (?:اعلاني|مدفوع)|sponsored)(?:{_LABEL}|{_ALONE})",
)
_BOILERPLATE = re.compile(rf"\W*(?:{'|'.join((*_READ_ON, *_FOLLOW_US, *_CREDITS, *_RIGHTS))})")


def is_boilerplate(line: str) -> bool:
    """Whether the line belongs to the page and not to the article: links to other articles, signatures, rights."""
    if _LINK.match(line) or _TAGS.match(line):
        return True
    return len(line.split()) <= _LONGEST_BOILERPLATE and bool(_BOILERPLATE.match(fold(line[:200])))


def is_subheading(line: str) -> bool:
    """Whether the line is a heading: short and without a final full stop."""
    return not is_closed(line) and len(line.split()) <= _LONGEST_SUBHEADING


def is_caption(line: str) -> bool:
    """Whether the line is a heading even in a text whose paragraphs end without full stops."""
    return not is_closed(line) and len(line.split()) <= _LONGEST_CAPTION


def is_closed(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(_CLOSED.search(line[-20:]))
