"""Numbers that a French text spells, soixante-quinze, and that its English translation lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from align.translators.mends.numbers import CARDINALS, rendered_values
from align.translators.mends.spelling import SPACE

_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FRENCH = (
    {word: value for value, word in enumerate(_UNITS.split(), 1)}
    | {"une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50}
    | {"soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
    | {"cent": 100, "cents": 100, "mil": 1000, "mille": 1000}
)
_ENGLISH = (
    CARDINALS
    | {f"{word[:-1]}ies": value for word, value in CARDINALS.items() if word.endswith("ty")}
    | {"a": 1, "hundred": 100, "thousand": 1000}
)
_GAP = f"(?:-|{SPACE}-?)"


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_ONE = _longest_first(_FRENCH)
IN_WORDS = rf"(?:{_ONE})(?>(?:{_GAP}(?:et{_GAP}(?=une?\b))?(?:{_ONE})\b){{0,3}})"
"""A pattern of French numbers below a thousand in words."""
_OTHER = _longest_first(_ENGLISH.keys() - {"a"}) + rf"|a(?={_GAP}(?:hundred|thousand))"
# No ordinal: "quatre-vingt-dixième", "cent cinquante et unième".
_SPELT = re.compile(
    rf"\b(?:(?:{_ONE})(?>(?:{_GAP}(?:et{_GAP}(?=une?\b|onze\b))?(?:{_ONE})\b){{1,12}})"
    r"|(?:septante|huitante|octante|nonante)\b)"
    rf"(?!{_GAP}(?:et{_GAP})?\w+ième)",
    re.IGNORECASE,
)
# "Two hundred and four", but not "eight and ten thousand".
_AND = rf"(?:(?:(?<=hundred.)|(?<=thousand.))and{_GAP})?"
_RENDERED = re.compile(rf"\b(?:{_OTHER})(?>(?:{_GAP}{_AND}(?:{_OTHER})){{0,12}})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)[ -]thousand\b")
_ORDINAL = re.compile(
    rf"\b((?>(?:(?:{_ONE}){_GAP}(?:et{_GAP})?){{1,12}}))([a-zéè]+?)i[èe]mes?\b", re.IGNORECASE
)
# "Mille milliards", of which models make a thousand million.
_MILLIONS = re.compile(
    rf"(?<!\d{SPACE})\b(?>(?:(?!mille)(?:{_ONE}){_GAP}(?:et{_GAP})?){{0,12}})mille(?={SPACE}(?:millions|milliards)\b)",
    re.IGNORECASE,
)
# Of either models make fifty or fifteen days.
_FORTNIGHT = re.compile(r"\b[Uu]ne quinzaine de jours\b")
_HALF = re.compile(r"\b(première|seconde|deuxième) quinzaine(?= d[eu’'])")
_WORD = re.compile(r"[^\W\d_]+")
_HOURS = re.compile(r"[\s-]?heures?\b")
# Minutes may be a quarter to two; "un million cinq cent mille" one and a half.
_PART = re.compile(r"\b(?:heures?|millions?|milliards?)\s(?:et\s)?\Z", re.IGNORECASE)
_ALWAYS = re.compile(r"vingt-quatre heures sur (?=vingt-quatre\b)", re.IGNORECASE)
_MONEY = re.compile(r"cents?\Z", re.IGNORECASE)
_CENT = re.compile(r"\bcents?\b")
_NAME = re.compile(r"[ -][A-Z]")  # "Mgr Vingt-Trois"
_LEAST = 17  # the first that two words make
_SPELT_WELL = 20  # ordinals up to this one models spell
_STEMS = {"cinqu": "cinq", "neuv": "neuf"}


class Spelt(NamedTuple):
    """A number in words, and where it stands."""

    value: int
    span: tuple[int, int]

    @property
    def figures(self) -> str:
        """The number in English figures; what may be a year has no comma."""
        return str(self.value) if 1100 < self.value < 2100 else f"{self.value:,}"


def spelt_numbers(text: str) -> list[Spelt]:
    """Return the numbers of two words and more that a French text spells.

    >>> [number.value for number in spelt_numbers("quatre-vingt-dix-sept ou mille deux cents")]
    [97, 1200]
    """
    always = {place for found in _ALWAYS.finditer(text) for place in (found.start(), found.end())}
    found = []
    for run in _SPELT.finditer(text):
        value = _value(run[0], _FRENCH)
        part = _PART.search(text, max(0, run.start() - 14), run.start())
        if part or run.start() in always or (_NAME.search(run[0]) and not run[0].isupper()):
            continue
        if value is not None and value >= _LEAST:
            found.append(Spelt(value, run.span()))
    return found


def value_in_words(words: str) -> int | None:
    """Return what French number words come to, None where they are no one number.

    >>> value_in_words("quarante-cinq"), value_in_words("vingt et une"), value_in_words("six dix")
    (45, 21, None)
    """
    return _value(words, _FRENCH)


def missing_spelt(source: str, target: str) -> list[Spelt]:
    """Return the numbers that a French source spells and its English translation lacks.

    It may have them in figures, in words, and hours on a clock's face.

    >>> [number.value for number in missing_spelt("soixante-quinze places", "sixty-five seats")]
    [75]
    """
    given = spelt_numbers(source)
    if not given:
        return []
    there = {*rendered_values(target), *_rendered(target)}

    def lacks(number: Spelt) -> bool:
        if _MONEY.search(source, *number.span) and _CENT.search(target):
            return False  # two cents, not two hundred
        forms = {number.value}
        if _HOURS.match(source, number.span[1]) and number.value <= 24:
            forms |= {number.value - 12, 0, 12}
        return not any(Decimal(form) in there for form in forms)

    return [number for number in given if lacks(number)]


def in_figures(text: str) -> str:
    """Write a French text's ordinals of two words and more in figures: models know 72e.

    So are thousands of millions. Half a month, `quinzaine`, is told in other words.

    >>> in_figures("la soixante-douzième et la quatre-vingt-unième, la dix-huitième")
    'la 72e et la 81e, la dix-huitième'
    """

    def told(found: re.Match[str]) -> str:
        stem = found[2].lower()
        if stem in ("cent", "mill") and found[0].endswith("s"):
            return found[0]  # vingt-cinq millièmes
        last = _STEMS.get(stem, stem)
        if last not in _FRENCH:
            last += "e"  # trent, onz
        value = _value(found[1] + last, _FRENCH) if last in _FRENCH else None
        return f"{value}e" if value is not None and value > _SPELT_WELL else found[0]

    def counted(found: re.Match[str]) -> str:
        value = _value(found[0], _FRENCH)
        return found[0] if value is None else f"{value:,}".replace(",", " ")

    if "milli" in text:
        text = _MILLIONS.sub(counted, text)
    text = _HALF.sub(r"\1 moitié", _FORTNIGHT.sub(_about, text))
    return _ORDINAL.sub(told, text) if "i" in text else text


def _about(found: re.Match[str]) -> str:
    return f"{'E' if found[0][0] == 'U' else 'e'}nviron quinze jours"


def _value(run: str, words: Mapping[str, int]) -> int | None:
    """Return what the words of a run come to; None where they are several numbers."""
    total = group = 0
    french = words is _FRENCH
    for word in _WORD.findall(run.lower()):
        value = words.get(word)
        rest = group % 100
        if value is None:  # et, and
            continue
        if value == 1000:
            if total or (group == 1 and french):  # "un mille marin" is no thousand
                return None
            total, group = total + (group or 1) * value, 0
        elif value == 100:
            if group >= 20 or group == 10 or (group == 1 and french):
                return None  # money: "un cent", "cinquante cents"
            group = (group or 1) * 100
        elif value == 20 and rest == 4 and french:
            group += 76  # quatre-vingts
        elif not _follows(value, rest, french=french):
            return None
        else:
            group += value
    return total + group


def _follows(value: int, rest: int, *, french: bool) -> bool:
    """Tell whether a number below a hundred may stand behind others that come to `rest`."""
    if value < 10:
        return rest % 10 == 0 and (french or rest != 10)
    if value < 20:
        return rest in ((0, 60, 80) if french else (0,))
    return rest == 0


def _rendered(target: str) -> Iterator[Decimal]:
    yield from (1000 * Decimal(figures) for figures in _THOUSANDS.findall(target))
    for run in _RENDERED.finditer(target):
        value = _value(run[0], _ENGLISH)
        if value is not None:
            yield Decimal(value)
            continue
        parts = [_ENGLISH[word] for word in _WORD.findall(run[0].lower()) if word in _ENGLISH]
        for k in range(1, len(parts)):  # nineteen sixty-two
            yield Decimal(100 * sum(parts[:k]) + sum(parts[k:]))
