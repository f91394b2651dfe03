"""Sentences that end without a full stop: titles, list lines, greetings run into what follows.

Where a text was flattened, a capital after a word without a stop is the only trace of a line
break. Each such place gets a log-odds, the sum of weights of what stands around it, learnt by
`scripts/train_boundaries.py`; the weights are a table of text (`fr.boundaries`,
`en.boundaries`), so that a decision can be explained by its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from align.segmenters.language import LOWER, UPPER

REACH = 48
"""Characters on each side of a place that are looked at."""

_UPPER = f"{UPPER}ŒŠŽŸ"
_SPACE = "[ \t\n\r\u00a0]"
# After a word, before a capital, digit or bullet; or after a full stop, before a small letter,
# where the rules see no end. Not before a letter of its own ("plan A"), nor beside quotation
# marks: a quotation runs on. Nor after an article or a preposition, which leaves four places in
# ten out at no cost: of 23,000 in treebanks and corpora, the weights took six for ends. It begins
# with white space, which the engine searches fast, and leaves at a small letter, which most words
# begin with.
PLACE = re.compile(
    rf"{_SPACE}(?:(?![{LOWER}])(?<=[^\s.!?…“«‘].)(?<![\s,:][\"'].){_SPACE}*+"
    rf"(?<!\s(?:the|les|des|une|aux|sur)\s)(?<!\s(?:of|in|to|at|by|an|de|la|le|du|en|au|un)\s)"
    rf"(?<!\s[aà]\s)"
    rf"(?=[(\[*•\-–—]*[ \u00a0]?(?![A-HJ-Z][^\w'’])"
    rf"[{_UPPER}0-9•*#(–—\-])"
    rf"|(?<=\..)(?<=[^.\s]..){_SPACE}*+(?=[{LOWER}]))",
    re.DOTALL,
)
_TRIM = "\"“”«»'‘’()[]{}<>*•-–—,;:.!?…_#"
_CLOSERS = "\"”’»)]}'*_"
_CACHE = 1 << 15


class StoplessEnds:
    """Scores places by a table of weights."""

    def __init__(self, table: Mapping[str, float]) -> None:
        """Take weights by feature; a feature without one weighs nothing."""
        self._get = table.get
        self._pairs: dict[str, dict[str, float]] = {}  # weights of a word after another's mark
        for name, weight in table.items():
            word, bar, mark = name.partition("|")
            if bar and word.startswith("n="):
                self._pairs.setdefault(word[2:], {})[mark] = weight
        # The parts of a score depend on few words each, so each is computed once a word.
        self._left = lru_cache(_CACHE)(self._score_left)
        self._right = lru_cache(_CACHE)(self._score_right)
        self._both = lru_cache(_CACHE)(self._score_both)

    @classmethod
    def of(cls, lang: str) -> StoplessEnds:
        """Return the scorer of a language, read once."""
        return _scorer(lang)

    def opens(self, word: str) -> bool:
        """Whether a word opens sentences more often than not, whatever precedes it."""
        return self._get(f"n={word}", 0.0) >= 0.3

    def knows(self, word: str) -> bool:
        """Whether a word in lower case has a weight as the last one before an end."""
        return self._get(f"p={word}") is not None

    def score(self, before: str, after: str, length: int) -> float:
        """Return the log-odds that a sentence ends between two texts.

        Args:
            before: the sentence so far, or its last 48 characters.
            after: the text after it, at most 48 characters.
            length: characters since the sentence began.
        """
        first, prev, nxt, follow = _around(before, after)
        left, last, shape = self._left(prev)
        right, pairs, opening, upper, after_shape = self._right(nxt, _follow(follow))
        total = left + right
        if pairs:
            total += pairs.get(last, 0.0) + pairs.get(shape, 0.0)
        return total + self._both(
            last, shape, opening, upper, after_shape, _size(length), _first(first)
        )

    def _sum(self, names: list[str]) -> float:
        return sum([self._get(name, 0.0) for name in names])

    def _score_left(self, prev: str) -> tuple[float, str, str]:
        low, last, shape = _left(prev)
        return self._sum(_left_features(low, last, shape)), last, shape

    def _score_right(
        self, nxt: str, after: str
    ) -> tuple[float, Mapping[str, float], str, str, str]:
        word, opening, shape, after_shape = _right(nxt, after)
        score = self._sum(_right_features(word, after_shape))
        return score, self._pairs.get(word, {}), opening, shape, after_shape

    def _score_both(self, *parts: str) -> float:
        return self._sum(_both_features(*parts))


@lru_cache(maxsize=4)
def _scorer(lang: str) -> StoplessEnds:
    path = files("align.segmenters").joinpath(f"{lang}.boundaries")
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        feature, _, weight = line.rpartition("\t")
        table[feature] = float(weight)
    return StoplessEnds(table)


def features(before: str, after: str, length: int) -> list[str]:
    """Describe a place between two texts; `StoplessEnds.score` is the sum of their weights."""
    first, prev, nxt, follow = _around(before, after)
    low, last, shape = _left(prev)
    word, opening, upper, after_shape = _right(nxt, _follow(follow))
    return [
        *_left_features(low, last, shape),
        *_right_features(word, after_shape),
        *_both_features(last, shape, opening, upper, after_shape, _size(length), _first(first)),
        f"n={word}|{last}",
        f"n={word}|{shape}",
    ]


def _left_features(low: str, last: str, shape: str) -> list[str]:
    return [f"p={low}", f"p={low}|{last}", f"s={low[-3:]}|{shape}"]


def _right_features(word: str, after: str) -> list[str]:
    return ["b", f"n={word}", f"n={word}/{after}"]


def _both_features(
    last: str, left: str, opening: str, right: str, after: str, size: str, first: str
) -> list[str]:
    return [
        f"{last}{left}>{opening}{right}{after}",
        f"{last}>{opening}{right}",
        f"{last}|{size}",
        f"{left}>{right}|{size}",
        f"{first}{left}{last}>{right}",
    ]


def _around(before: str, after: str) -> tuple[str, str, str, str]:
    """The last two words before a place and the first two after it."""
    left = before.rsplit(None, 2)
    right = after.split(None, 3)
    nxt = right[0] if right else ""
    follow = right[1] if len(right) > 1 else ""
    if len(nxt) == 1 and not nxt.isalnum():  # a bullet or a dash of its own
        nxt, follow = nxt + follow, right[2] if len(right) > 2 else ""
    first = left[-2] if len(left) > 1 else "^"
    return first, left[-1] if left else "", nxt, follow


def _left(prev: str) -> tuple[str, str, str]:
    """A word before a place: in lower case, its punctuation, its shape."""
    last = prev[-1:] if prev[-1:] and not prev[-1].isalnum() else ""
    if last and last in _CLOSERS and prev[-2:-1] in ".!?…,;:":
        last = prev[-2:-1] + last
    bare = prev.strip(_TRIM).replace("’", "'")
    bare = bare.rpartition("'")[2] or bare
    return bare.lower(), last, _shape(bare, prev)


def _right(nxt: str, after: str) -> tuple[str, str, str, str]:
    """A word after a place: itself, its opening mark, its shape, the shape of what follows.

    `after` is the shape of the next word, in place of the word: few shapes make many hits.
    """
    opening = nxt[:1] if nxt[:1] and not nxt[0].isalnum() else ""
    word = nxt.strip(_TRIM).replace("’", "'")
    if "'" in word[:7]:
        head, _, rest = word.partition("'")
        word, after = head + "'", _shape(rest, rest) if rest else after
    elif nxt[-1:] in ",:;.!?)":
        after = _follow(nxt[-1:])
    shape = "I" if word == "I'" else _shape(word, nxt)  # "I'll" is I and no word in capitals
    return word, opening, shape, after


@lru_cache(_CACHE)
def _first(token: str) -> str:
    """The shape of the word before the last."""
    bare = token if token == "^" else token.strip(_TRIM)
    return _shape(bare, bare)


@lru_cache(_CACHE)
def _follow(token: str) -> str:
    """The shape of the word after the next."""
    return _shape(token, token)


def _size(length: int) -> str:
    if length < 30:
        return "0" if length < 14 else "1"
    return "2" if length < 60 else "3" if length < 130 else "4"


def _shape(word: str, token: str) -> str:
    """A letter for what a word looks like: l lower case, C capital, A all capitals, d digits."""
    if word.isalpha():
        first = word[0]
        if first.islower():
            return "l"
        if len(word) == 1:
            return "I"
        return "A" if word.isupper() else "C" if first.isupper() else "?"
    if not word:
        return token[:1] or "0"
    if "@" in token:
        return "m"
    if "/" in token and ("http" in token or "www" in token):
        return "u"
    if word[0].isdigit():
        return "t" if ":" in word or "/" in word else "d"
    if any(map(str.isdigit, word)):
        return "x"
    if word[0].islower():
        return "l"
    return "A" if word.isupper() else "C" if word[0].isupper() else "?"
