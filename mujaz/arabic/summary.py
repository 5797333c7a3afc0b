"""Choose the sentences of an article that tell its news: the lead and the best of those that follow.

Extractive: it refuses to write, join or reorder. In Arabic news position is nearly everything and graph methods
lose to it (research: arabic.md §2), so the effort goes into what must not be shown.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mujaz.arabic.datelines import dateline_length
from mujaz.arabic.furniture import is_boilerplate, is_caption, is_closed, is_subheading
from mujaz.arabic.openings import leans_on_the_sentence_before, only_promises_news, picks_up_a_thread
from mujaz.arabic.sentences import sentences
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import words

LONGEST_LINE = 300
LONGEST = 900
LONGEST_LONG = 1_800
"""Code points of the three forms, spaces between their sentences included."""

_BRIEF = 3  # sentences
_LONG = 6
_REACH = 2  # how many sentences beyond those wanted compete for a place
_TITLE_AGAIN = 0.8
_TOO_ALIKE = 0.5
_SHORTEST_LEAD = 4  # words
_FARTHEST = 200  # lines: a summary is made of an article's beginning, however much is pasted behind it
_MOST_WORDS = 45  # beyond which a sentence gains nothing by being longer


@dataclass(frozen=True, slots=True)
class Summaries:
    """One article told in three lengths, each made of its own sentences in their order; all empty for a blank text.

    `line` has at most `LONGEST_LINE` code points, `brief` at most 3 sentences, `long` at most 6. Brief begins with
    the sentence that the line is, and long holds all of brief.
    """

    line: str
    brief: tuple[str, ...]
    long: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: int
    stems: frozenset[str]
    leans: bool


def summaries(title: str, text: str) -> Summaries:
    """The article in three lengths. Linear in the length of the text."""
    candidates = _candidates(title, text, _LONG + _REACH)
    brief = _told(candidates[: _BRIEF + _REACH], title, _BRIEF, LONGEST)
    long = _told(candidates, title, _LONG, LONGEST_LONG, brief)
    return Summaries(
        line=cut_at_word(candidates[0].text, LONGEST_LINE) if candidates else "",
        brief=_texts(candidates, brief, LONGEST),
        long=_texts(candidates, long, LONGEST_LONG),
    )


def summarize(title: str, text: str, most: int = _BRIEF) -> tuple[str, ...]:
    """At most `most` sentences of the text, as written and in their order, together at most `LONGEST` code points.

    Only a first sentence that alone is too long is cut, at a word, and then ends with «…». Empty for a blank text.
    """
    candidates = _candidates(title, text, most + _REACH)
    return _texts(candidates, _told(candidates, title, most, LONGEST), LONGEST)


def cut_at_word(text: str, longest: int) -> str:
    """The text if it has at most `longest` code points, else its beginning up to a whole word, and «…»."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    words = head[: max(head.rfind(" "), head.rfind("\n"), 0)] or head[:-1]
    return words.rstrip(' \t\n،؛:,;-–—«“("') + "…"


def _candidates(title: str, text: str, most: int) -> list[_Sentence]:
    """The first sentences of the article from its lead on; where none can lead, the first that there is."""
    heading = _stems(title)
    early: list[_Sentence] = []
    found: list[_Sentence] = []
    for sentence in _news(text):
        if _shared(sentence.stems, heading) >= _TITLE_AGAIN * max(len(sentence.stems), 1):
            continue
        if found or _can_lead(sentence):
            found.append(sentence)
        else:
            early.append(sentence)
        if len(found) == most:
            break
    return found or early[:most] or [_sentence(text[span.start : span.end]) for span in sentences(text)[:1]]


def _can_lead(sentence: _Sentence) -> bool:
    return (
        sentence.words >= _SHORTEST_LEAD
        and not picks_up_a_thread(sentence.text)
        and not only_promises_news(sentence.text)
    )


def _news(text: str) -> Iterator[_Sentence]:
    for paragraph in _paragraphs(text):
        body = paragraph[dateline_length(paragraph) :]
        for span in sentences(body):
            sentence = body[span.start : span.end]
            if not is_boilerplate(sentence):
                yield _sentence(sentence)


def _paragraphs(text: str) -> list[str]:
    """The first lines of the article itself; all of them where nothing but headings and furniture is left."""
    lines = [line for line in islice(filter(str.strip, text.split("\n")), _FARTHEST) if not is_boilerplate(line)]
    long = [line for line in lines if not is_subheading(line)]
    if 2 * sum(map(is_closed, long)) < len(long):
        long = [line for line in lines if not is_caption(line)]
    return long or lines


def _sentence(text: str) -> _Sentence:
    norms = words(text)
    stems = frozenset([stem(norm) for norm in norms if len(norm) > 2 or norm.isdigit()])
    return _Sentence(text, len(norms), stems, leans_on_the_sentence_before(text))


def _stems(text: str) -> frozenset[str]:
    return _sentence(text).stems


def _told(
    candidates: Sequence[_Sentence], title: str, most: int, longest: int, begun: Sequence[int] = (0,)
) -> list[int]:
    """The places of the sentences to tell, in order: those begun with, then one after another the best that fits."""
    chosen = list(begun)[: min(most, len(candidates))]
    worth = _worth(candidates, _stems(title))
    while len(chosen) < most:
        fitting = [index for index in range(len(candidates)) if _fits(candidates, chosen, index, longest)]
        if not fitting:
            break
        chosen.append(max(fitting, key=lambda index: worth[index] * (1 - _likeness(candidates, chosen, index))))
    return sorted(chosen)


def _worth(candidates: Sequence[_Sentence], heading: frozenset[str]) -> list[float]:
    """What each sentence adds to a summary: as much as it says, the more the earlier it stands, the more it is central,
    close to the title, tells a figure, and can stand alone."""
    frequency = Counter(word for candidate in candidates for word in candidate.stems)

    def worth(index: int) -> float:
        sentence = candidates[index]
        length = math.sqrt(len(sentence.stems)) or 1.0
        central = sum(frequency[word] - 1 for word in sentence.stems) / (length * len(candidates))
        titled = _shared(sentence.stems, heading) / length
        figure = any(word[0].isdigit() for word in sentence.stems)
        alone = 0.2 * central + 0.2 * titled + 0.1 * figure - 0.2 * sentence.leans
        return min(sentence.words, _MOST_WORDS) / math.sqrt(1 + index) * (1 + alone)

    return [worth(index) for index in range(len(candidates))]


def _fits(candidates: Sequence[_Sentence], chosen: Sequence[int], index: int, longest: int) -> bool:
    new = candidates[index]
    if index in chosen or only_promises_news(new.text) or (new.leans and index - 1 not in chosen):
        return False
    length = sum(len(candidates[i].text) + 1 for i in chosen) + len(new.text)
    return length <= longest and _likeness(candidates, chosen, index) <= _TOO_ALIKE


def _likeness(candidates: Sequence[_Sentence], chosen: Sequence[int], index: int) -> float:
    new = candidates[index]
    return max(_shared(candidates[i].stems, new.stems) / _shorter(candidates[i], new) for i in chosen)


def _texts(candidates: Sequence[_Sentence], chosen: Sequence[int], longest: int) -> tuple[str, ...]:
    return tuple(cut_at_word(candidates[index].text, longest) for index in chosen)


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return len(one & other)


def _shorter(one: _Sentence, other: _Sentence) -> int:
    return max(1, min(len(one.stems), len(other.stems)))
