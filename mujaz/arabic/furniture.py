"""Tell news from the furniture around it: datelines, subheadings, «اقرأ أيضًا», signatures, openings that lean back.

It judges single lines and sentences by their form; it refuses to judge what they say.
"""

import re

from mujaz.arabic.fold import fold

_LONGEST_SUBHEADING = 12  # words
_LONGEST_BOILERPLATE = 30  # words: a real paragraph may begin with the same words
_CLOSED = re.compile(r"[.!?؟…۔][\s»”’\"')\]]*\Z")
_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*\Z", re.IGNORECASE)
# Written as `fold` leaves them.
_BOILERPLATE = re.compile(
    r"\W*(?:"
    r"(?:شاهد|اقرا|اقرءي|اقرءوا|طالع|تابع|استمع|انظر)(?: \w+)? (?:ايضا|المزيد|كذلك)\b"
    r"|(?:لقراءه|لقراءه|للاطلاع علي) المزيد\b|للمزيد (?:من|حول|عن)\b|المزيد (?:من|حول|عن)\b"
    r"|تابعونا\b|تابعنا\b|اشترك(?:وا)? (?:في|الان|معنا)\b|اضغط هنا\b|انقر هنا\b|حمل(?:وا)? تطبيق\b"
    r"|(?:مواضيع|اخبار|مقالات|موضوعات) (?:ذات صله|متعلقه|مشابهه|قد تهمك)\b|قد يهمك\b|قد يعجبك\b"
    r"|(?:جميع )?(?:الحقوق|حقوق النشر|حقوق الطبع) محفوظه\b|(?:copyright|all rights reserved)\b|©"
    r"|(?:المصدر|المصادر|مصدر الصوره|الصوره|صوره|صور|تصوير|بقلم|كتب|كتبت|ترجمه|تحرير|اعداد|الكلمات المفتاحيه|وسوم)\s*:"
    r"|\((?:اعداد|تغطيه صحفيه|كتابه|تحرير|ترجمه)\b|اعلان\W*\Z|advertisement\b|رابط مختصر\b|شارك (?:الخبر|المقال)\b"
    r")"
)
_AGENCY = (
    r"(?:رويترز|reuters|واس|وام|ا ف ب|ا\. ?ف\. ?ب\.?|فرانس برس|afp|ap|cnn|سي ان ان|bloomberg|بلومبر[غج]"
    r"|د ب ا|قنا|كونا|بترا|بنا|شينخوا|الاناضول|العربيه\.? ?نت|الشرق الاوسط|الجزيره نت|سبوتنيك|وكالات|الوكالات)"
)
_DATELINE = re.compile(
    rf"[^.؟!\n]{{0,50}}?\(\s*{_AGENCY}\s*\)\s*[-–—:ـ]*\s*|[^.؟!\n]{{2,40}}?\s*[-–—:،/]\s*[«\"“]?{_AGENCY}[»\"”]?\s*[-–—:]+\s*"
)
_SAYS = (
    r"(?:قال|ذكر|اضاف|تابع|اوضح|اشار|اكد|لفت|نوه|بين|كشف|شدد|اعلن|استطرد|اردف|صرح|زعم|راي|اعتبر|توقع)"
    r"(?:ت|وا|تا)?|يقول|تقول|يضيف|تضيف"
)
_WITHOUT_SUBJECT = r"(?:ان|انه|انها|انهم|بان|بانه|بانها|الي|ايضا|قاءلا|قاءله|في|خلال|علي|ل|لـ|:|\"|«|“)"
_LEANS = re.compile(
    rf"\W*(?:[وف]?(?:كما )?(?:{_SAYS})(?:\s*[:\"«“،]|\s+{_WITHOUT_SUBJECT}(?!\w))"
    r"|و?كما\b|[وف]?(?:لكن|غير ان|الا ان|بل)(?:ه|ها|هم)?\b"
    r"|[وف]?(?:هو|هي|هم|هذا|هذه|ذلك|تلك|هناك|كذلك|بذلك|لذلك|لهذا|بهذا)\b"
    r"|و?(?:من جهه اخري|من جانب اخر|في المقابل|من ناحيه اخري|بالتالي|علاوه علي ذلك|بالاضافه الي ذلك|في السياق نفسه)\b"
    r"|و?كان(?:ت|وا)? قد\b)"
)


def is_boilerplate(line: str) -> bool:
    """Whether the line belongs to the page and not to the article: links to other articles, signatures, rights."""
    if _LINK.match(line):
        return True
    return len(line.split()) <= _LONGEST_BOILERPLATE and bool(_BOILERPLATE.match(fold(line[:200])))


def is_subheading(line: str) -> bool:
    """Whether the line is a heading: short and without a final full stop."""
    return len(line.split()) <= _LONGEST_SUBHEADING and not _CLOSED.search(line)


def dateline_length(line: str) -> int:
    """How many code points of the line's beginning are a dateline such as «دبي (رويترز) -»; 0 if none."""
    head = line[:120]
    folded = fold(head)
    match = _DATELINE.match(folded)
    if not match or match.end() == len(folded):
        return 0
    return _place_in_original(head, match.end())


def leans_on_the_sentence_before(sentence: str) -> bool:
    """Whether the sentence opens with something unresolved: «وقال إنه», «وأضافت أن», «وهو», «لكنها»."""
    return bool(_LEANS.match(fold(sentence[:60])))


def _place_in_original(text: str, folded_length: int) -> int:
    """Folding drops and never moves: the shortest beginning of the text that folds to so many code points."""
    return next(n for n in range(folded_length, len(text) + 1) if len(fold(text[:n])) >= folded_length)
