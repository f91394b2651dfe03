"""The aligner without translations: lexicon, cognates and lengths."""

from __future__ import annotations

from align.aligners.translation import TranslationAligner


class LexicalAligner(TranslationAligner):
    """Aligns by the lexicon's words and by cognates; translations that are given are not used."""

    name = "lexical"
    translates = False
