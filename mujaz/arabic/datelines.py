"""Where a wire's dateline ends: «دبي (رويترز) - », «عمّان، الأردن (CNN)-- », «القاهرة – واس: ».

It knows the agencies and the cities that datelines name; it refuses to take off what merely looks like one.
"""

import re

from mujaz.arabic.fold import fold

_LONGEST = 120  # code points

# Written as `fold` leaves them.
_AGENCY = (
    r"(?:رويترز|reuters|واس|وام|ا ف ب|ا\. ?ف\. ?ب\.?|اف ب|فرانس برس|afp|ap|cnn|سي ان ان|bbc|بي بي سي|bloomberg"
    r"|بلومبر[غج]|د ب ا|د\. ?ب\. ?ا\.?|ا ب|اسوشييتد برس|قنا|كونا|بترا|بنا|وفا|شينخوا|الاناضول|العربيه\.? ?نت"
    r"|الشرق الاوسط|الجزيره نت|سبوتنيك|ار تي|دويتشه فيله|يورونيوز|نوفوستي|تاس|ايلاف|سكاي نيوز عربيه|العين الاخباريه"
    r"|وكالات|الوكالات)"
)
_CITIES = fold(
    "أبوظبي أبو_ظبي دبي الشارقة الرياض جدة مكة_المكرمة المدينة_المنورة الدمام الظهران الدوحة الكويت المنامة مسقط صنعاء "
    "عدن القاهرة الإسكندرية الجيزة الخرطوم طرابلس بنغازي تونس الجزائر الرباط الدار_البيضاء مراكش نواكشوط بيروت دمشق "
    "حلب عمان القدس غزة رام_الله تل_أبيب بغداد البصرة أربيل طهران أنقرة إسطنبول واشنطن نيويورك سان_فرانسيسكو "
    "لوس_أنجلوس سياتل شيكاغو بوسطن أتلانتا هيوستن دالاس تورونتو أوتاوا مكسيكو لندن باريس برلين فرانكفورت ميونيخ بروكسل "
    "جنيف زيورخ فيينا روما ميلانو مدريد برشلونة لشبونة أمستردام لاهاي ستوكهولم أوسلو كوبنهاغن هلسنكي وارسو أثينا موسكو "
    "كييف بكين شنغهاي شينزين هونغ_كونغ تايبه طوكيو سول سيول سنغافورة نيودلهي مومباي بنغالور إسلام_آباد كابول سيدني "
    "ملبورن جاكرتا كوالالمبور نيروبي لاغوس جوهانسبرغ دافوس"
)
_CITY = f"(?:{'|'.join(city.replace('_', '[ -]?') for city in _CITIES.split())})"
_DATE = r"(?:[\s،,]*\d{1,2} \w{3,7}(?:[/ ]\w{3,9})?(?: \d{4})?)?"
_REPORTER = r"(?:\([^()\n]{2,30}\)|[-–—/:]\s*[«\"“]?\w+(?: \w+){0,3}[»\"”]?)"
_DATELINE = re.compile(
    rf"[^.؟!\n]{{0,50}}?\(\s*{_AGENCY}\s*\)\s*[-–—:ـ]*\s*"
    rf"|[^.؟!\n]{{2,40}}?\s*[-–—:،/]\s*[«\"“]?{_AGENCY}[»\"”]?\s*[-–—:/]+\s*"
    rf"|{_CITY}(?:، ?\w+(?: \w+){{0,3}}?)?{_DATE}\s*{_REPORTER}?{_DATE}\s*(?:[-–—]+|:)\s+"
)


def dateline_length(line: str) -> int:
    """How many code points of the line's beginning are a dateline; 0 if none, or if nothing follows it."""
    head = line[:_LONGEST].replace(" ـ", " -")
    folded = fold(head)
    match = _DATELINE.match(folded)
    if not match or match.end() == len(folded):
        return 0
    return _place_in_original(head, match.end())


def _place_in_original(text: str, folded_length: int) -> int:
    """Folding drops and never moves: the shortest beginning of the text that folds to so many code points."""
    return next(n for n in range(folded_length, len(text) + 1) if len(fold(text[:n])) >= folded_length)
