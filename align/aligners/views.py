"""From texts to views: the forward direction, and the backward one where it is given."""

from __future__ import annotations

from collections.abc import Sequence

from align.aligners.bags import (
    COGNATES,
    IDF_POWER,
    LEXICON,
    Bags,
    Ids,
    cognate_counts,
    expected_counts,
    mixed,
    stacked,
    weighted,
    word_counts,
)
from align.aligners.band import HALF, Band, find_band
from align.aligners.features import View, make_view
from align.aligners.lexicon import Lexicon
from align.aligners.model1 import tokens


def make_bags(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    translations: Sequence[str] | None = None,
) -> tuple[Bags, Bags]:
    """Return the bags of both sides: expected words of the target's language, and cognates."""
    blocks = []
    if lexicon is not None or translations is not None:
        ids = Ids()
        y = word_counts(target, ids)
        if lexicon is None:
            assert translations is not None
            x = word_counts(translations, ids)
        else:
            x = expected_counts(source, lexicon, ids)
            if translations is not None:
                x = mixed(x, word_counts(translations, ids), LEXICON)
        blocks.append((*weighted(x, y, width=len(ids), power=IDF_POWER), 1 - COGNATES, len(ids)))
    ids = Ids()
    seen = (
        source
        if translations is None
        else [f"{s} {t}" for s, t in zip(source, translations, strict=True)]
    )
    x, y = cognate_counts(seen, ids), cognate_counts(target, ids)
    share = COGNATES if blocks else 1.0
    blocks.append((*weighted(x, y, width=len(ids), power=1.0), share, len(ids)))
    return (
        stacked([(x, share, width) for x, _, share, width in blocks]),
        stacked([(y, share, width) for _, y, share, width in blocks]),
    )


def forward_view(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    translations: Sequence[str] | None = None,
    band: Band | None = None,
    half: int = HALF,
) -> View:
    """Return the view from the source's side; the band is found where none is given."""
    x, y = make_bags(source, target, lexicon=lexicon, translations=translations)
    found = band if band is not None else find_band(x, y, half=half)
    words = tokens(source, target, lexicon=lexicon, translations=translations)
    return make_view(source, target, x, y, words, found)
