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

NAME_SHARE = 0.3
"""What names and the particles in them count, beside 1 for other words."""

SPACED_MARK = 2.0
"""Log-odds of a space before a high mark, or inside guillemets, as French has it.

In the corpora that the weights are learnt from, 100 to 5,000 times as many French lines have
one as English lines; it counts less here, since people carry the habit into English.
"""
_SPACED = re.compile(r"[^\W_][ \u00a0\u202f][:;?!»](?!\S)|«[ \u00a0\u202f]")
# A capitalised word inside a text, or before another at its start; a particle before one; any
# other word. Names say little of the language around them, so both have features of their own.
_TOKEN = re.compile(
    r"((?:(?<=[\w,;)»][ \-\u00a0])|\A(?=[^\W\d_]{4,40}[ \-\u00a0][A-ZÀ-ÖØ-Þ]))"
    r"[A-ZÀ-ÖØ-Þ][^\W\d_]{0,39}['’]?)"
    r"|\b((?:d[eu]|des|la|les?|of|the|von|van|der|di|[dl]['’])(?=[ \u00a0]?[A-ZÀ-ÖØ-Þ])"
    r"|(?<=-)(?:aux?|sur|sous|en|la|les?|l[eè]s|d[eu]|des)(?=-))"
    r"|([^\W\d_]{1,40}['’]?)"
)


def tokens(text: str) -> list[str]:
    """Return a text's words; those inside it with a capital begin with ^, particles with ~."""
    return [
        "^" + name if name else "~" + particle if particle else word
        for name, particle, word in _TOKEN.findall(text)
    ]


def features(token: str) -> list[int]:
    """Return a token's hashed features: itself, and its n-grams of 2 to 5 characters."""
    mark = token[0] if token[0] in "^~" else ""
    word = token[len(mark) :]
    plain = word.lower().replace("’", "'")
    if mark == "~":
        return [_hashed(f"~{plain}")]
    kind = mark or ("" if word[0].islower() else "+" if word[1:].islower() else "++")
    padded = f"<{plain}>"
    grams = {padded[i : i + n] for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1)}
    names = [f"w{mark}:{plain}", f"k{kind}:{plain}", f"b{kind}"]
    names += [f"{kind}{gram}" for gram in sorted(grams)]
    return [_hashed(name) for name in names]


def _hashed(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS


@lru_cache(maxsize=1)
def _weights() -> memoryview:
    data = files("align.languages").joinpath("fr-en.weights").read_bytes()
    return memoryview(data).cast("b")


@lru_cache(maxsize=1 << 16)
def _token_score(token: str) -> int:
    weights = _weights()
    return sum(weights[feature] for feature in features(token))


def french_score(text: str) -> float:
    """Return the log-odds that a text is French rather than English; 0 for no letters at all."""
    plain = marked = 0
    particles = set()
    for token in tokens(_lowered(text)):
        if token[0] == "^":
            marked += _token_score(token)
        elif token[0] != "~":
            plain += _token_score(token)
        elif token not in particles:  # "de" in three names says no more than in one
            particles.add(token)
            marked += _token_score(token)
    score = (plain + NAME_SHARE * marked) / SCALE
    return score + SPACED_MARK if _SPACED.search(text) and score else score


def words_and_names(text: str) -> tuple[int, int]:
    """Count a text's words that are no names, and its names; particles in names are neither."""
    found = tokens(_lowered(text))
    names = sum(token[0] == "^" for token in found)
    return len(found) - names - sum(token[0] == "~" for token in found), names


def _lowered(text: str) -> str:
    """A text in capitals throughout in small letters: its capitals do not mark names."""
    return text.lower() if text.isupper() and len(text) > 12 else text


def probability(score: float) -> float:
    """Turn log-odds into a probability."""
    return 1 / (1 + exp(-score)) if score > -700 else 0.0
