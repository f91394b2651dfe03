"""Words as the aligner sees them: lower case, apostrophes and hyphens split, digits apart.

Numbers are brought to one form first, since languages write them differently: `12 345,5` (with any
of the spaces), `12,345.5` and `12'345.5` are all 12345.5. What is `1,234` in one language may be
1.234 in another: both become 1234, which is the same for both sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from align.aligners.compiled import compiled

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<![\d.,])(?<!\d['’])\d{1,3}(?:([ \u00a0\u202f\u2009.,'’])\d{3}(?!\d))+")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_DIGIT_AND_MORE = re.compile(r"\d[ \u00a0\u202f\u2009.,'’]\d")
_MARKS = frozenset('?!:;"()«»“”')
_OTHER, _POINT, _LETTER, _DIGIT, _MARK = range(5)

Ints = NDArray[np.int64]


def words(text: str) -> list[str]:
    """Return a text's words in order, lower-cased.

    >>> words("L’aide : 12,5 % aux États-Unis")
    ['l', 'aide', '12.5', 'aux', 'états', 'unis']
    """
    return _WORD.findall(plain_numbers(text.lower()))


def plain_numbers(text: str) -> str:
    """Return a text whose numbers have no thousands separators, and a point before decimals.

    >>> plain_numbers("12 345,5 et 1 000 000 en 2024, 1,5")
    '12345.5 et 1000000 en 2024, 1.5'
    """
    if _DIGIT_AND_MORE.search(text) is None:
        return text
    whole = _GROUPED.sub(lambda m: "".join(filter(str.isdecimal, m[0])), text)
    return _DECIMAL.sub(".", whole)


@dataclass(frozen=True, slots=True, eq=False)
class TokenIds:
    """Segments as token types: segment i has `types[ids[offsets[i]:offsets[i + 1]]]`."""

    offsets: Ints
    ids: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The tokens of both sides: types, and each side's segments as their ids.

    A type's word is `words[word_of[type]]`, a mark has -1 for it.
    """

    types: list[str]
    words: list[str]
    word_of: Ints
    source: TokenIds
    target: TokenIds
    translations: TokenIds | None


def read_texts(
    source: Sequence[str], target: Sequence[str], translations: Sequence[str] | None
) -> Texts:
    """Tokenize both sides once, for all that looks at their words."""
    types, sides = tokenize(source, target, *([] if translations is None else [translations]))
    lows = [token.lower() for token in types]
    number = {low: k for k, low in enumerate(dict.fromkeys(w for w in lows if w[0].isalnum()))}
    word_of = np.fromiter((number.get(low, -1) for low in lows), np.int64, len(lows))
    return Texts(
        types, list(number), word_of, sides[0], sides[1], sides[2] if len(sides) > 2 else None
    )


def tokenize(*sides: Sequence[str]) -> tuple[list[str], list[TokenIds]]:
    r"""Return the token types of several lists of segments, and each list as ids of them.

    Tokens are runs of letters, numbers (`\d+(?:[.,]\d+)*`, in their plain form) and the marks
    `?!:;"()«»“”`, as they stand in the text; types come in the order of first sight.

    >>> types, (one,) = tokenize(["Oui, 12,5 % (oui)"])
    >>> [types[k] for k in one.ids]
    ['Oui', '12.5', '(', 'oui', ')']
    """
    texts = [plain_numbers(text) for text in chain.from_iterable(sides)]
    whole = "".join(texts)
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    kinds = _kinds(codes)
    ids = np.empty(len(codes), np.int32)
    offsets = np.zeros(len(texts) + 1, np.int64)
    room = 1 << max(10, (len(codes) // 8).bit_length())
    while True:
        keys = np.empty(room, np.uint64)
        spans = np.empty((room, 2), np.int64)
        count = _scan(
            codes, kinds, ends, np.full(2 * room, -1, np.int32), keys, spans, ids, offsets
        )
        if count >= 0:
            break
        room *= 2
    types = [whole[a:b] for a, b in spans[:count].tolist()]
    out, begin = [], 0
    for side in sides:
        part = offsets[begin : begin + len(side) + 1]
        out.append(TokenIds(part - part[0], ids[part[0] : part[-1]].copy()))
        begin += len(side)
    return types, out


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """What each code point that occurs is to a tokenizer."""
    out = np.zeros(int(codes.max(initial=0)) + 1, np.uint8)
    out[codes] = 1
    for code in np.flatnonzero(out).tolist():
        character = chr(code)
        if character in _MARKS:
            out[code] = _MARK
        elif character in ".,":
            out[code] = _POINT
        else:
            word = _WORD.match(character)
            out[code] = _OTHER if not word else _DIGIT if character.isdecimal() else _LETTER
    return out


@compiled
def _scan(codes, kinds, ends, slots, keys, spans, ids, offsets):
    """Find tokens and number their types by a hash table; -1 where `keys` has too little room."""
    p = np.int64(0)
    tokens = 0
    types = 0
    mask = len(slots) - 1
    for s in range(len(ends)):
        end = ends[s]
        while p < end:
            kind = kinds[codes[p]]
            if kind < _LETTER:
                p += 1
                continue
            key = np.uint64(codes[p]) + np.uint64(0x9E3779B97F4A7C15)
            q = p + 1
            while q < end and kind != _MARK:
                k = kinds[codes[q]]
                if k != kind and not (
                    kind == _DIGIT and k == _POINT and q + 1 < end and kinds[codes[q + 1]] == kind
                ):
                    break
                key = (key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
                key += np.uint64(codes[q])
                q += 1
            slot = np.int64((key * np.uint64(0x94D049BB133111EB)) >> np.uint64(33)) & mask
            while slots[slot] >= 0 and keys[slots[slot]] != key:
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                if types == len(keys):
                    return -1
                slots[slot] = types
                keys[types] = key
                spans[types, 0] = p
                spans[types, 1] = q
                types += 1
            ids[tokens] = slots[slot]
            tokens += 1
            p = q
        offsets[s + 1] = tokens
    return types
