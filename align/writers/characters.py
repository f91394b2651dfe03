"""Characters that a format cannot hold: replaced, and counted."""

from __future__ import annotations

import re

from align.errors import DataError
from align.records import Reasons
from align.tags import is_tag

REPLACEMENT = "\ufffd"

# What XML 1.0 leaves out of its production [2] Char.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes([*range(0x9), 0xB, 0xC, *range(0xE, 0x20)])
_SURROGATES = re.compile("[\ud800-\udfff]")
# All that some reader takes for the end of a line (str.splitlines knows the list), and tabs.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_NOT_PLAIN = re.compile("[\x00\ud800-\udfff]")


def xml_text(text: str) -> tuple[str, int]:
    """Escape `text` as XML content; return it and how many characters were replaced."""
    text, replaced = _NOT_XML.subn(REPLACEMENT, text)
    return _escaped(text), replaced


def xml_bytes(text: str) -> tuple[bytes, int]:
    """Do what `xml_text` does, and encode as UTF-8: faster, where all is legal."""
    escaped = _escaped(text)
    try:
        data = escaped.encode()
        legal = len(data.translate(None, _CONTROLS)) == len(data)
    except UnicodeEncodeError:  # a lone surrogate
        legal = False
    if legal and "\ufffe" not in text and "\uffff" not in text:
        return data, 0
    escaped, replaced = xml_text(text)
    return escaped.encode(), replaced


def _escaped(text: str) -> str:
    """Escape the markup; a carriage return too, or a parser would read it as a line feed."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:  # needed in `]]>` only, but allowed everywhere
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def xml_attribute(text: str) -> str:
    """Escape `text` as the value of an XML attribute, for double quotes."""
    text, _ = xml_text(text)
    return text.replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def one_line(text: str) -> tuple[str, int]:
    """Make `text` a field of a line: a space for each tab and line break.

    NUL and lone surrogates become U+FFFD. Return the text and how many were replaced.
    """
    text, breaks = _BREAKS.subn(" ", text)
    text, others = _NOT_PLAIN.subn(REPLACEMENT, text)
    return text, breaks + others


def encodable(text: str) -> tuple[str, int]:
    """Replace lone surrogates, which no encoding of Unicode holds; return text and count."""
    return _SURROGATES.subn(REPLACEMENT, text)


def language_tag(code: str, *, default: str = "und") -> str:
    """Return `code` if it is a BCP 47 language tag, `default` if it is empty.

    Raises:
        DataError: it is neither.
    """
    if not code:
        return default
    if not is_tag(code):
        raise DataError(f"'{code}' is not a language tag of BCP 47, such as fr or fr-CA.")
    return code


def reasons_text(reasons: Reasons) -> str:
    """Write reasons as four figures: similarity, margin, length, anchors."""
    parts = (reasons.similarity, reasons.margin, reasons.length, reasons.anchors)
    return " ".join(f"{part:.4f}" for part in parts)
