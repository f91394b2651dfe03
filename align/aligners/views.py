"""From texts to the view of one direction."""

from __future__ import annotations

from collections.abc import Sequence

from align.aligners.bags import Bags, make_bags
from align.aligners.band import Band
from align.aligners.features import View, make_view
from align.aligners.lexicon import Lexicon
from align.aligners.tokens import tokens_of
from align.aligners.words import read_texts

NEAR = 1.5
"""How far the documents' ratio of lengths may lie from the usual one: where a long part of one
side is missing, it says nothing of the rest."""


def forward_view(
    source: Sequence[str],
    target: Sequence[str],
    *,
    band: Band,
    lexicon: Lexicon | None = None,
    translations: Sequence[str] | None = None,
    bags: tuple[Bags, Bags] | None = None,
) -> View:
    """Return the view from the source's side inside a band; bags are made where not given."""
    x, y = bags or make_bags(source, target, lexicon=lexicon, translations=translations)
    texts = x.texts or read_texts(source, target, translations)
    words = tokens_of(texts, lexicon)
    view = make_view(source, target, x, y, words, band)
    usual = _usual_ratio(source, lexicon, translations)
    if usual is not None:
        view = view._replace(ratio=min(max(view.ratio, usual / NEAR), usual * NEAR))
    return view


def _usual_ratio(
    source: Sequence[str], lexicon: Lexicon | None, translations: Sequence[str] | None
) -> float | None:
    """Target characters a source character where nothing is missing, as far as that is known."""
    made = [(len(s), len(t)) for s, t in zip(source, translations or (), strict=False) if s and t]
    if made:
        return sum(t for _, t in made) / sum(s for s, _ in made)
    return 1.0 if lexicon is not None else None  # two languages that write words in letters
