"""What the names of two files and the shape of their folders say, as far as they say anything.

Names are compared without what marks a language: `report.fr.txt` is `report.en.txt`, and
`fr/report.txt` is `en/report.txt`. What that is worth is learnt from the folders themselves: of
the pairs whose contents leave no doubt, how many have like names.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from align.gzipped import without_gzip
from align.matching.bags import Floats, Pairs

_MARKS = {
    "de": "deu ger german deutsch allemand",
    "en": "eng english anglais",
    "es": "spa spanish español espanol espagnol",
    "fr": "fra fre french français francais",
    "it": "ita italian italiano italien",
    "nl": "nld dut dutch nederlands néerlandais",
    "pt": "por portuguese português portugues portugais",
}
_TOKEN = re.compile(r"[^\W_]+")
_REGION = re.compile(r"[A-Z]{2}")
MOST = 10
"""Files of one name on either side, beyond which the name finds no candidates."""

SURE = 0.9  # the probability by contents from which a pair counts as settled
PRIOR, STRENGTH = 0.8, 2.0  # before anything is settled: how often like names mean translations
BASE = 0.1  # the share of right pairs among the candidates that the weights were learnt on
CAP = 4.0  # logits: no name outweighs contents that plainly differ


def name_keys(path: str, folder: str, langs: Sequence[str]) -> tuple[str, str]:
    """Return a path's key and its file name's, without case, ending and marks of languages.

    >>> name_keys("docs/fr-FR/Report_fr.txt", "docs", ("fr", "en"))
    ('report', 'report')
    >>> name_keys("docs/2024/en/report.docx", "docs", ("fr", "en"))
    ('2024/report', 'report')
    """
    inner, _ = os.path.splitext(without_gzip(os.path.relpath(path, folder))[0])
    marks = {mark for lang in langs for mark in (lang, *_MARKS.get(lang, "").split())}
    parts = [_unmarked(part, marks) for part in inner.split(os.sep)]
    return "/".join(part for part in parts if part), parts[-1]


def _unmarked(name: str, marks: set[str]) -> str:
    kept: list[str] = []
    after_mark = False
    for token in _TOKEN.findall(unicodedata.normalize("NFC", name)):
        if token.lower() in marks:
            after_mark = True
        else:
            if not (after_mark and _REGION.fullmatch(token)):
                kept.append(token.casefold())
            after_mark = False
    return " ".join(kept)


class Names:
    """The names of both sides.

    Args:
        source: the keys of each source document, as `name_keys` makes them.
        target: those of each target document.
    """

    def __init__(
        self, source: Sequence[tuple[str, str]], target: Sequence[tuple[str, str]]
    ) -> None:
        """Number the keys; an empty one is like nothing."""
        self._keys = []
        for level in (0, 1):
            known: dict[str, int] = {}
            self._keys.append(
                tuple(
                    np.array([known.setdefault(k[level], len(known)) if k[level] else lone
                              for k in side], np.int64)
                    for side, lone in ((source, -1), (target, -2))
                )
            )  # fmt: skip

    def candidates(self) -> Pairs:
        """Return the pairs whose names are alike, unless many files have that name."""
        found: set[tuple[int, int]] = set()
        for one, other in self._keys:
            places: tuple[dict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
            for place, side in zip(places, (one, other), strict=True):
                for document, key in enumerate(side.tolist()):
                    place[key].append(document)
            for key, sources in places[0].items():
                targets = places[1].get(key, [])
                if len(sources) <= MOST and len(targets) <= MOST:
                    found |= {(i, j) for i in sources for j in targets}
        return np.array(sorted(found), np.int64).reshape(-1, 2)

    def evidence(self, pairs: Pairs, chances: Floats) -> Floats:
        """Return what names add to the log-odds of each pair.

        Args:
            pairs: all candidates.
            chances: their probabilities by contents alone.
        """
        like = [one[pairs[:, 0]] == other[pairs[:, 1]] for one, other in self._keys]
        level = np.where(like[0], 2, np.where(like[1], 1, 0))
        right = chances > SURE
        settled = right | (chances < 1 - SURE)
        out = np.zeros(len(pairs))
        for which in (1, 2):
            those = level == which
            share = (np.sum(right & those) + PRIOR * STRENGTH) / (
                np.sum(settled & those) + STRENGTH
            )
            worth = np.log(share / (1 - share)) - np.log(BASE / (1 - BASE))
            out[those] = np.clip(worth, 0, CAP)
        named = [np.isin(pairs[:, side], pairs[level > 0, side]) for side in (0, 1)]
        unlike = (level == 0) & (named[0] | named[1])  # while there is a document of like name
        share = (np.sum(right & unlike) + (1 - PRIOR) * STRENGTH) / (
            np.sum(right & (unlike | (level > 0))) + STRENGTH
        )
        out[unlike] = np.clip(np.log(share), -CAP, 0)
        return out
