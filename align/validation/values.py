"""Which values the attributes of TMX may have, beyond what a DTD can say."""

from __future__ import annotations

import re
from functools import lru_cache

from align.dates import FORM, is_date
from align.tags import is_tag

_NUMBER = re.compile(r"\d+", re.ASCII)
_DATES = ("creationdate", "changedate", "lastusagedate")


@lru_cache(maxsize=4096)
def fault(element: str, attribute: str, value: str) -> str:
    """Return a sentence on what is wrong with a value, "" where nothing is."""
    named = f"The attribute {attribute} of {element} is '{value}'"
    if element == "tmx" and attribute == "version" and value != "1.4":
        return f"The version is '{value}', and '1.4' is the only value allowed."
    if attribute in _DATES and not is_date(value):
        return f"{named}, not a date in UTC of the form {FORM}."
    if attribute == "srclang" and value == "*all*":
        return ""
    language = attribute in ("xml:lang", "lang", "srclang", "adminlang")
    if language and not is_tag(value):
        return f"{named}, not a language tag of BCP 47 such as 'fr' or 'en-GB'."
    if attribute in ("usagecount", "i") and not _NUMBER.fullmatch(value):
        return f"{named}, not a number."
    if attribute == "tuid" and (not value or re.search(r"\s", value)):
        return f"{named}; it must be text without white space."
    if (element, attribute) == ("ph", "assoc") and value not in ("p", "f", "b"):
        return f"{named}; allowed are p, f, b."
    if attribute == "unicode" and not re.fullmatch("#x[0-9A-Fa-f]+", value):
        return f"{named}, not a code point of the form #xF8FF."
    return ""
