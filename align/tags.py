"""Language tags of BCP 47 (RFC 5646): which texts are one, and how one is written."""

from __future__ import annotations

import re

DEFAULT_LANGS = ("fr", "en")
"""Source and target where neither a file nor its reader's caller names them, nor a text tells."""

# Section 2.1, well-formed; language subtags of 4 to 8 letters are reserved or unregistered, so
# they are left out.
_WELL_FORMED = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|[xi](?:-[a-z0-9]{1,8})+",
    re.ASCII | re.IGNORECASE,
)


def partner_of(lang: str | None) -> str:
    """Return what texts in a language, or in one not known, are likeliest translated into.

    >>> partner_of("fr"), partner_of("en"), partner_of(None)
    ('en', 'fr', 'en')
    """
    return "fr" if lang == "en" else "en"


def is_tag(text: str) -> bool:
    """Tell whether a text is a well-formed language tag, such as `fr` or `fr-CA`."""
    return _WELL_FORMED.fullmatch(text) is not None


def tag_of(lang: str) -> str:
    """Return a language's tag as BCP 47 writes it; some tools write `en_US`.

    >>> tag_of("en_US")
    'en-US'
    """
    return lang.replace("_", "-")
