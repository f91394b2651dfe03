"""Other languages, through sentencex, with exact offsets."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def boundaries(text: str, lang: str) -> list[int]:
    """Return the offsets at which sentencex ends its sentences.

    Args:
        text: any text.
        lang: an ISO 639-1 code; sentencex falls back to a related language, then to English.
    """
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

    found = get_sentence_boundaries(lang, _SURROGATE.sub("\ufffd", text))
    return [int(boundary["end_index"]) for boundary in found]
