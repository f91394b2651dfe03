"""What a text's bytes say: its encoding is found, and what is no text is refused with the place."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain, product

from align.errors import ReadError
from align.kinds import begins_binary

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, and the encodings that they announce."""

_CONTROLS = frozenset(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")
_PIECE = 1 << 18  # bytes looked at once
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15")
_ESCAPED = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that is no UTF-8
# UTF-8 that is no other text. As Windows-1252 it has a capital Â or Ã after a small letter, before
# a sign that ends no word (Ã©), or before a sign and a small letter or another such pair (Â«Â );
# two signs that end no word after â or í (â€™, half an emoji); or ðŸ. Any sign may follow a
# no-break space, which ends a word (à °C), but í and one are half an emoji too.
_ENDING = rb"[\x85\x91-\x94\x96\x97\xa0\xab\xb2\xb3\xb7\xb9\xbb]"  # of a word: …‘’“”–— «²³·¹»
_PLAINLY_UTF8 = re.compile(
    rb"[a-z][\xc2\xc3]|[\xc2\xc3](?!%(end)s)[\x80-\xbf]"
    rb"|[\xc2\xc3](?![\x96\x97])[\x80-\xbf][a-z]"  # a dash may stand between words
    rb"|(?:[\xc2\xc3][\x80-\xbf]){2}| \xc3\xa0 "
    rb"|(?:\xe2(?!\xa0)|\xed)(?!%(end)s(?:%(end)s|[\xa1\xbf]))[\x80-\xbf]{2}"  # Sí…¿quién?
    rb"|\xf0\x9f[\x80-\xbf]{2}" % {b"end": _ENDING}
)

_OLDER = ("cp1252", "mac_roman", "cp850")  # of Windows, of the Macintosh, of DOS
_AFTER_LETTER = re.compile(rb"(?<=[a-z])[\x80-\xff]")
# ISO-8859-15 is Windows-1252 but for eight signs and no bytes from 0x80 to 0x9f: œ, Œ and Ÿ stand
# for ½, ¼ and ¾, which follow no letter, the euro for a sign that nobody writes.
_LATIN_9 = re.compile(rb"(?<=[A-Za-z\xc0-\xff])[\xbc-\xbe]|\xa4")
_FRACTIONS = b"\xbc\xbd\xbe"
_ASCII = bytes(range(128))
# What follows a small letter in French and English prose, and what else stands in it.
_FOLLOWING = frozenset("àâäçèéêëîïôöùûüÿœæ’”…»–—")
_USUAL = _FOLLOWING | frozenset("ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆ‘“«ñáíóúß°€£§©®•·\xa0")
_LEAST = 3  # characters that tell an encoding
_USUAL_SHARE = 0.95  # of the characters beyond ASCII


def decode(data: bytes, *, name: str) -> str:
    """Decode a text: by its mark, else UTF-8, else UTF-16 by its pattern, else what is older.

    The mark itself is not part of the text; line ends stay as they are.

    Raises:
        ReadError: the data is binary, fits none of these encodings, or is UTF-8 with other
            bytes in it.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name, skip=len(mark))
    sample = data[:4096]
    if b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 0.2 * len(sample) and even < 0.05 * len(sample):
            return _prose(_decode_as(data, "utf-16-le", name), name)
        if even > 0.2 * len(sample) and odd < 0.05 * len(sample):
            return _prose(_decode_as(data, "utf-16-be", name), name)
    refuse_binary(data, name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_legacy(data, older_encoding((data,)), name=name)


def older_encoding(pieces: Iterable[bytes]) -> str:
    """Return in which encoding from before Unicode bytes make sense: cp1252 where in doubt.

    As Windows-1252, the "é" of the Macintosh is "Ž" and that of DOS "‚". Another encoding holds
    where it gives more of what French and English letters are followed by, and little else.

    Args:
        pieces: the bytes, in pieces of any size.
    """
    following: Counter[int] = Counter()
    total: Counter[int] = Counter()
    latin_9: Counter[int] = Counter()
    before = b""
    for data in pieces:
        following.update(found[0] for found in _AFTER_LETTER.findall(before + data))
        latin_9.update(found[0] for found in _LATIN_9.findall(before + data))
        total.update(data.translate(None, _ASCII))
        before = data[-1:]

    def count(counted: Counter[int], wanted: frozenset[str], encoding: str) -> int:
        return sum(
            number
            for byte, number in counted.items()
            if bytes([byte]).decode(encoding, "ignore") in wanted
        )

    best = max(_OLDER, key=lambda encoding: count(following, _FOLLOWING, encoding))
    told = count(following, _FOLLOWING, best) >= _LEAST
    if told and best != "cp1252" and count(total, _USUAL, best) >= _USUAL_SHARE * total.total():
        return best
    fractions = sum(total[byte] - latin_9[byte] for byte in _FRACTIONS)
    windows = any(byte < 0xA0 for byte in total)
    return "iso8859-15" if latin_9.total() > fractions and not windows else "cp1252"


def decode_legacy(data: bytes, encoding: str, *, name: str) -> str:
    """Decode what is not UTF-8 in an older encoding that any bytes may seem to be.

    Raises:
        ReadError: it is UTF-8 with other bytes in it, or does not fit the encoding either.
    """
    refuse_damaged_utf8(
        (data[start : start + _PIECE] for start in range(0, len(data), _PIECE)),
        name=name, encoding=encoding,
    )  # fmt: skip
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        known = "Windows-1252" if encoding == "cp1252" else encoding.upper()
        line = _line_ends(data[: error.start].decode(encoding)) + 1
        raise ReadError(
            f"{name}, line {line}: byte {error.start} (0x{data[error.start]:02x}) is neither UTF-8 "
            f"nor {known}; save the file as UTF-8."
        ) from None


def refuse_damaged_utf8(pieces: Iterable[bytes], *, name: str, encoding: str = "cp1252") -> None:
    """Refuse bytes that are UTF-8 for the most part: in another encoding they would be garbled.

    A text in a Western encoding has few characters that happen to be valid UTF-8, such as a
    letter and the closing quotation mark after it; and never what `_PLAINLY_UTF8` finds.

    Args:
        pieces: the bytes, which are not all of them UTF-8, in pieces of any size.
        name: the file's name, for messages.
        encoding: what the bytes would be decoded in.

    Raises:
        ReadError: more characters are UTF-8 than bytes are not, or some can be nothing else.
    """
    western = codecs.lookup(encoding).name in _WESTERN
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    fault: tuple[int, int, int] | None = None  # line, byte, value of the first that is no UTF-8
    line, place, valid, invalid = 1, 0, 0, 0
    plainly, cut, before = False, False, b""
    for data in chain(pieces, (b"",)):
        text = decoder.decode(data, not data)
        escaped = len(_ESCAPED.findall(text))
        valid += len(text) - len(text.encode("ascii", "ignore")) - escaped
        valid -= len(_by_chance().findall(text)) if western else 0
        invalid += escaped
        plainly = plainly or (western and bool(_PLAINLY_UTF8.search(before + data)))
        before = (before + data)[-3:]  # a match may lie across
        if fault is None:
            found = _ESCAPED.search(text)
            head = text[: found.start()] if found else text
            line += _line_ends(head) - (cut and text.startswith("\n"))  # CRLF over two pieces
            place += len(head.encode())
            cut = text.endswith("\r") if text else cut
            fault = (line, place, ord(found[0]) - 0xDC00) if found else None
    if fault and (plainly or valid > invalid):
        other = f"though {valid:,} other characters are" if valid else "nor Windows-1252 there"
        raise ReadError(
            f"{name}, line {fault[0]}: byte {fault[1]} (0x{fault[2]:02x}) is not UTF-8, {other}; "
            "UTF-8 throughout was expected."
        )


@cache
def _by_chance() -> re.Pattern[str]:
    """Characters that a letter and signs which end a word are in UTF-8: É and a no-break space."""
    signs = [low for low in range(64) if re.match(_ENDING, bytes([low | 128]))]
    two = [high << 6 | low for high in range(4, 32) for low in signs]
    spaced = [(0x20, low) for low in range(64)]  # a no-break space, which any sign may follow
    ends = [*product(signs, signs), *spaced]
    three = [high << 12 | mid << 6 | low for high in range(16) for mid, low in ends]
    three = [code for code in three if code >= 0x800 and not 0xD800 <= code < 0xE000]
    return re.compile(f"[{''.join(map(chr, two + three))}]")


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _decode_as(data: bytes, encoding: str, name: str, *, skip: int = 0) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_ends(data[skip : skip + error.start].decode(encoding, "ignore")) + 1
        raise ReadError(
            f"{name}, line {line}: byte {skip + error.start} does not decode as "
            f"{encoding.upper()}, which the file's first bytes announce."
        ) from None


def _prose(text: str, name: str) -> str:
    """A text that was only guessed to be one: small numbers of 16 bits look alike."""
    sample = text[:4096]
    if sum(ord(character) in _CONTROLS for character in sample) > 0.05 * len(sample):
        raise ReadError(f"{name}: full of control characters, a text was expected.")
    return text


def refuse_binary(data: bytes, *, name: str) -> None:
    """Refuse what is no text, and say what it is where its first bytes tell.

    Raises:
        ReadError: there is a NUL in it, or it begins with many control characters.
    """
    zero = data.find(b"\0")
    head = data[:4096]
    controls = len(head) - len(head.translate(None, bytes(_CONTROLS)))
    if zero >= 0 or controls > 0.05 * len(head):
        if kind := begins_binary(data):
            raise ReadError(f"{name}: a text was expected, this is {kind}.")
        if zero < 0:
            raise ReadError(f"{name}: full of control characters, a text was expected.")
        raise ReadError(
            f"{name}: byte {zero} is NUL, so this is a binary file; a text was expected."
        )
