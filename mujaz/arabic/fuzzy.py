"""Words that are one slip of a finger apart, found through the words with a letter left out (SymSpell).

It holds no vocabulary: whoever does keeps `deletions` of each word and looks up those of the word asked for.
"""

LEAST_LETTERS = 4
"""Letters below which everything is near everything."""
MOST_LETTERS = 24


def deletions(word: str) -> frozenset[str]:
    """The word itself and every form of it with one letter left out; empty for what has no near spellings.

    Two words share one of them when one insertion, deletion, substitution or exchange of neighbours parts them.
    """
    if not LEAST_LETTERS <= len(word) <= MOST_LETTERS or not word.isalpha():
        return frozenset()
    return frozenset((word, *(word[:i] + word[i + 1 :] for i in range(len(word)))))


def is_near(one: str, other: str) -> bool:
    """Whether exactly one insertion, deletion, substitution or exchange of neighbours makes one word the other."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    start = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    exchanged = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (exchanged and one[start + 2 :] == other[start + 2 :])
