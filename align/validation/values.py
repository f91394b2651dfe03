"""Which values the attributes of TMX may have, beyond what a DTD can say."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

# BCP 47 (RFC 5646), section 2.1, well-formed; language subtags of 4 to 8 letters are
# reserved or unregistered, so they are left out.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|[xi](?:-[a-z0-9]{1,8})+",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_NUMBER = re.compile(r"\d+", re.ASCII)
_DATES = ("creationdate", "changedate", "lastusagedate")


@lru_cache(maxsize=4096)
def fault(element: str, attribute: str, value: str) -> str:
    """Return a sentence on what is wrong with a value, "" where nothing is."""
    named = f"The attribute {attribute} of {element} is '{value}'"
    if element == "tmx" and attribute == "version" and value != "1.4":
        return f"The version is '{value}', and '1.4' is the only value allowed."
    if attribute in _DATES and not _is_date(value):
        return f"{named}, not a date in UTC of the form YYYYMMDDThhmmssZ."
    if attribute == "srclang" and value == "*all*":
        return ""
    language = attribute in ("xml:lang", "lang", "srclang", "adminlang")
    if language and not _LANGUAGE.fullmatch(value):
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


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.strptime(value, "%Y%m%dT%H%M%SZ")
    except ValueError:
        return False
    return True
