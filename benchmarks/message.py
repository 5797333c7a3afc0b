"""The message that benchmarks of delivery send, a digest of about 1,100 code points with a keyboard, and to whom."""

from markupsafe import Markup

from mujaz.letter import Button, Letter

TOKEN = "8000000001:AABenchmarksSendNothingToTelegram0000"
FIRST_READER = 1_000_000

KEYBOARD = ((Button("التفاصيل", "more:1"), Button("احفظ", "save:1"), Button("تابع الشركة", "follow:meta")),)
SENTENCE = "أعلنت شركة من شركات الذكاء الاصطناعي اليوم خطة جديدة لمراكز البيانات، وقالت إنها تنتهي في العام المقبل. "
LETTER = Letter(Markup("<b>موجز اليوم</b>\n\n" + SENTENCE * 11), KEYBOARD)
"""For those who have no newsroom; the courier joins one as long."""
