"""How Arabic news sentences open: with a reporting verb, with a connective, or leaning on the sentence before.

It judges the first words by their form; it refuses to resolve whom a pronoun means.
"""

import re

from mujaz.arabic.fold import fold

_LONGEST = 60  # code points

# All below is written as `fold` leaves it.
_SAID = (
    r"(?:قال|ذكر|اضاف|تابع|اوضح|اشار|اكد|لفت|نوه|بين|كشف|شدد|اعلن|استطرد|اردف|صرح|زعم|راي|اعتبر|توقع|ختم|اختتم"
    r"|حذر|نفي|كتب|افاد|نقل|دعا|طالب|اقر|اعترف|وصف|نبه|حث|عزا|عقب|علق|رد|استدرك|اكمل|واصل|المح)"
)
_SAYING = rf"(?:{_SAID}(?:ت|وا|تا)?|[يت](?:قول|ضيف|ذكر|وضح|ءكد|شير|تابع|ري|عتقد|توقع)(?:ون)?)"
_THAT = r"(?:ان|انه|انها|انهم|بان|بانه|بانها)(?!\w)"
# A short quotation behind the verb is the name of who speaks.
_SPEECH = r"\s*(?:[:،]|[\"«“][^\"»”]{30})"
_WITHOUT_SUBJECT = r"(?:الي|ايضا|قاءلا|قاءله|في|خلال|علي|ل)(?!\w)"
_LINKS = (
    "من جهه اخري|من جانب اخر|في المقابل|من ناحيه اخري|بالتالي|علاوه علي ذلك|بالاضافه الي ذلك|في السياق نفسه|من جهته"
    "|من جهتها|من جانبه|من جانبها|بدوره|بدورها|الي ذلك|في سياق متصل|لهذا السبب|نتيجه لذلك|مع ذلك|رغم ذلك|بعد ذلك"
)
# Without a conjunction «أعلن في …» may be passive and begin an article: it picks nothing up.
_PICKS_UP = re.compile(
    rf"\W*(?:[وف]?(?:كما )?{_SAYING}(?:{_SPEECH}|\s+{_THAT})|(?:[وف](?:كما )?|كما ){_SAYING}\s+{_WITHOUT_SUBJECT}"
    r"|و?كما\b(?! (?:هو|كان|في|يقول|تقول|جرت|يبدو))|[وف]?(?:لكن|غير ان|الا ان|بل)(?:ه|ها|هم)?\b"
    rf"|[وف](?:هو|هي|هم|هذا|هذه|ذلك|تلك|كذلك|بذلك|لذلك|لهذا|بهذا)\b|كذلك\b|و?(?:{_LINKS})\b|و?كان(?:ت|وا)? قد\b"
    r"|و?كان ي\w{3,}|و?كانت ت(?!سلا|يك|ويتر)\w{3,}|و?(?:حيث|اذ|مما|الامر الذي)\b)"
)
_POINTS_BACK = re.compile(r"\W*(?:هو|هي|هم|هذا|هذه|ذلك|تلك|بذلك|لذلك|لهذا|بهذا)\b")
# A conjunction before a word may join two names as well as two sentences: it opens one before a particle or a verb,
# and verbs are known by their form where no name has it («وارتفع», «واستقر», «ويعمل», «وتراجعت»).
_OPENS = re.compile(
    rf"\W*(?:[وف]{_SAYING}\b|و(?:كان|كانت|كانوا|جاء|قد|لم|لن|لا|هو|هي|هم|هذا|هذه|ذلك|بحسب|وفق|وفقا|من|في|بعد|مع|منذ"
    r"|ليس|بلغ|تبلغ|[يت]عد|تاتي|تعمل|تتوقع|است\w{2,}|ا[^ل]ت\w{2,}|ان\w{3}|ي(?!وتيوب)\w{3,}|(?!ال)\w{3,}(?<!ا)ت)\b"
    r"|كما\b|اما\b|لكن\w{0,2}\b)"
)
_OPENS_LATIN = re.compile(r"\W*(?:The|He|She|It|They|We|But|This|That|However|In|A|An|You|I)\b")
_NOMINAL = re.compile(r"\W*ال\w{2}")
_TEASER = re.compile(
    r"\W*(?:(?:اليك|اليكم)\b|تعرف(?:وا|ي)? علي\b|(?:نستعرض|نقدم|نرصد) (?:لك|لكم|في|معكم)\b|تخيل(?:وا)?\b"
    r"|(?:في|عبر) (?:هذا|هذه) (?:التقرير|المقال|المقاله|الفيديو|الحلقه|السطور)\b|عزيزي\b)"
)


def leans_on_the_sentence_before(sentence: str) -> bool:
    """Whether the sentence opens with something unresolved: «وقال إنه», «وأضافت أن», «وهو», «لكنها», «هذه»."""
    opening = fold(sentence[:_LONGEST])
    return bool(_PICKS_UP.match(opening) or _POINTS_BACK.match(opening))


def picks_up_a_thread(sentence: str) -> bool:
    """As before, but without «هو», «هذه» and the like, with which a text may begin."""
    return bool(_PICKS_UP.match(fold(sentence[:_LONGEST])))


def only_promises_news(sentence: str) -> bool:
    """Whether the sentence invites to read on instead of telling: a question, «إليكم …», «تعرف على …»."""
    return sentence.rstrip("»”\"' !").endswith(("؟", "?")) or bool(_TEASER.match(fold(sentence[:_LONGEST])))


def opens_a_sentence(text: str) -> bool:
    """Whether these words hardly stand inside a sentence: «وقالت …», «كما …», "The …"."""
    head = text[:_LONGEST]
    return bool(_OPENS.match(fold(head)) or _OPENS_LATIN.match(head))


def may_open_with_a_noun(text: str) -> bool:
    """Whether the text opens with a definite noun, as a sentence may."""
    return bool(_NOMINAL.match(fold(text[:_LONGEST])))
