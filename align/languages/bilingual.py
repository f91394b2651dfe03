"""French or English: a linear model over words and their character n-grams.

The weights are learnt by `scripts/train_language_model.py` and stand in `fr-en.weights`:
65,536 signed bytes, one a hashed feature, positive for French. A text's score is the sum over
its words, in units of 1/32 of a log-odds, so that one cached number a word is all it costs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from math import exp
from zlib import crc32

BUCKETS = 1 << 16
SCALE = 32.0
"""Stored weights are log-odds times this."""

WORD = re.compile(r"[^\W\d_]+['’]?")


def features(word: str) -> list[int]:
    """Return a word's hashed features: itself, and its n-grams of 1 to 5 characters.

    A capitalised word has n-grams of its own kind, because names say little of the language
    around them; only the whole word is shared with its lower-case form.
    """
    plain = word.lower().replace("’", "'")
    kind = "" if word[0].islower() else "^" if word[1:].islower() or len(word) == 1 else "^^"
    padded = f"<{plain}>"
    grams = {padded[i : i + n] for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1)}
    names = [f"w:{plain}", f"k{kind}:{plain}", f"b{kind}"]
    names += [f"{kind}{gram}" for gram in sorted(grams)]
    return [crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in names]


@lru_cache(maxsize=1)
def _weights() -> memoryview:
    data = files("align.languages").joinpath("fr-en.weights").read_bytes()
    return memoryview(data).cast("b")


@lru_cache(maxsize=1 << 16)
def _word_score(word: str) -> int:
    weights = _weights()
    return sum(weights[feature] for feature in features(word))


def french_score(text: str) -> float:
    """Return the log-odds that a text is French rather than English; 0 for no letters at all."""
    if text.isupper() and len(text) > 12:  # capitals throughout: they do not mark names
        text = text.lower()
    return sum(map(_word_score, WORD.findall(text))) / SCALE


def probability(score: float) -> float:
    """Turn log-odds into a probability."""
    return 1 / (1 + exp(-score)) if score > -700 else 0.0
