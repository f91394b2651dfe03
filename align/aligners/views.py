"""From texts to views: the forward direction, and the backward one where it is given."""

from __future__ import annotations

from collections.abc import Sequence

from align.aligners.bags import Bags, make_bags
from align.aligners.band import Band, find_band
from align.aligners.features import View, make_view
from align.aligners.lexicon import Lexicon
from align.aligners.model1 import tokens


def forward_view(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    translations: Sequence[str] | None = None,
    band: Band | None = None,
    bags: tuple[Bags, Bags] | None = None,
) -> View:
    """Return the view from the source's side; bags and band are made where not given."""
    x, y = bags or make_bags(source, target, lexicon=lexicon, translations=translations)
    found = band if band is not None else find_band(x, y)
    words = tokens(source, target, lexicon=lexicon, translations=translations)
    return make_view(source, target, x, y, words, found)
