"""Keeps mixed Arabic and Latin lines in reading order on every client.

Telegram's clients take a paragraph's direction from its first strong character and know no isolates of their own, so
each Latin run is wrapped in FSI … PDI (Unicode Standard Annex 9) and a line that would open left-to-right gets a
RIGHT-TO-LEFT MARK. Works on plain text, before any HTML; never reorders and never drops a letter.
"""

import re
import unicodedata

RLM, FSI, PDI = "\u200f", "\u2068", "\u2069"
CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_WORD = (
    r"[@#]?[A-Za-z0-9\u00c0-\u024f]*[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[.&'’/_:+-][A-Za-z0-9\u00c0-\u024f]+)*\+*"
)
# A short number after a name is its version («Sora 2»), unless a unit or a counted noun follows it («Meta 10 مليارات»).
# Words that also follow a version («Sora 2 يوم الأحد», «Llama 4 نموذج») are left out.
_COUNTED = (
    "%|٪|في المئة|بالمئة|نقط|تريليون|مليار|مليون|ملايين|ألف|آلاف|دولار|ريال|درهم|يورو|جنيه|ميغاواط|غيغاواط|جيجاواط"
    "|موظف|عامل|عمال|باحث|مهندس|خبير|خبراء|مستخدم|شخص|وظيفة|وظائف|شركة|شركات|مركز|مراكز|مكتب|مكاتب|دولة|دول|مدينة|مدن"
    "|مرة|مرات|ساعة|ساعات|يومًا|أيام|أسبوعًا|أسابيع|شهرًا|أشهر|شهور|عامًا|أعوام|سنة|سنوات"
)
_VERSION = rf"\d{{1,2}}(?:\.\d+)?(?![\d.,]*\d)(?!\s*(?:{_COUNTED}))"
_RUN = re.compile(rf"\(?{_WORD}\)?(?:(?:\s*[&/–-]\s*|\s+)\(?(?:{_WORD}|{_VERSION})\)?)*", re.ASCII)
_DROP = dict.fromkeys(map(ord, CONTROLS))


def rtl(text: str) -> str:
    """The text with its Latin runs isolated and every line opening right-to-left. Idempotent."""
    return "\n".join(_rtl_line(line) for line in text.translate(_DROP).split("\n"))


def _rtl_line(line: str) -> str:
    marked = _RUN.sub(_isolated, line)
    return RLM + marked if _opens_left_to_right(line) else marked


def _isolated(match: re.Match[str]) -> str:
    run = match.group()
    # A lone bracket belongs to the Arabic around the name: «(OpenAI وجوجل)».
    head = "(" if run.startswith("(") and ")" not in run else ""
    tail = ")" if run.endswith(")") and "(" not in run else ""
    return f"{head}{FSI}{run[len(head) : len(run) - len(tail)]}{PDI}{tail}"


def _opens_left_to_right(line: str) -> bool:
    for char in line:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return False
        if direction == "L":
            return True
    return False
