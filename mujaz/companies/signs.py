"""What one folded word tells about names: whether it may begin one, go on with one, speak for one or against it.

It knows single words; it refuses to look at a text (that is `words`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mujaz.arabic.stem import ATTACHED, KEPT, stem
from mujaz.companies.names import NameIndex, Opening
from mujaz.companies.rules import Rules
from mujaz.companies.spelling import PREFIXED, prefixed, skeleton

_NONE: frozenset[str] = frozenset()  # one for all of them: what is looked at for every word is then at hand


@dataclass(frozen=True, slots=True)
class Signs:
    """What a word tells about names.

    `opens` is what may begin with it, the likeliest first, `alone` those that it may be by itself; `wants` are the
    second words of names of several, `follows` which of those it may be, `met` what is left of `opens` before a word
    that follows so, as was found out when they met. `near` is it and what is left without a prefix, as far as some rule
    asks for them beside a name, `cue` its stem if some rule asks for it anywhere, else empty; `family` the skeletons of
    listed surnames that it may be, `credits` the news outlets that may begin with it.
    """

    opens: tuple[Opening, ...]
    alone: tuple[Opening, ...]
    wants: frozenset[str]
    follows: frozenset[str]
    met: dict[frozenset[str], Sequence[Opening]]
    near: frozenset[str]
    cue: str
    family: frozenset[str]
    credits: tuple[Opening, ...]

    def before(self, follows: frozenset[str]) -> Sequence[Opening]:
        """What is left of `opens` before a word that follows so."""
        if follows not in self.met:
            self.met[follows] = [o for o in self.opens if not o.rest or o.rest[0] in follows]
        return self.met[follows]


class Lexicon:
    """What single words tell, for the names of two indexes and the words that rules ask for."""

    def __init__(self, index: NameIndex, outlets: NameIndex, rules: Rules) -> None:
        self._index = index
        self._outlets = outlets
        self._cues = rules.stems
        self._near = rules.neighbours
        self._beginnings = frozenset(cue[:KEPT] for cue in self._cues)
        self._sounds = index.sounds | outlets.sounds | frozenset(map(skeleton, self._near))

    def signs(self, norm: str) -> Signs | None:
        """What the folded word tells; None if nothing."""
        readings = [(prefix, rest, skeleton(rest)) for prefix, rest in prefixed(norm)]
        opens, family = self._index.read(readings)
        credits, _ = self._outlets.read(readings)
        follows = self._index.seconds(norm, readings[0][2])
        near = self._near.intersection(rest for _, rest, _ in readings)
        cue = root if (root := stem(norm)) in self._cues else ""
        if not (opens or follows or near or cue or family or credits):
            return None
        return Signs(
            opens=opens,
            alone=tuple(opening for opening in opens if not opening.rest),
            wants=frozenset(opening.rest[0] for opening in opens if opening.rest) or _NONE,
            follows=follows,
            met={},
            near=near or _NONE,
            cue=cue,
            family=family or _NONE,
            credits=credits,
        )

    def may_tell(self, norm: str) -> bool:
        """Whether it is worth asking: of most words no index can know any reading, and no rule asks for their stem."""
        if skeleton(norm) in self._sounds or "." in norm:  # a version is known by what stands before its dot
            return True
        if (norm[:KEPT] in self._beginnings or norm[0] in ATTACHED) and stem(norm) in self._cues:
            return True
        return norm[0] in PREFIXED and any(skeleton(rest) in self._sounds for _, rest in prefixed(norm)[1:])
