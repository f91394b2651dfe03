"""Read TMX 1.1 to 1.4 as a stream: one pair of its languages, in constant memory.

The text of a segment is what is outside `bpt`, `ept`, `ph`, `it` and `ut`, whose content is
native code, subflows (`sub`) included; `hi` only marks text, so its content stays. A code that
breaks the line leaves a blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from align.bitexts.bitext import (
    Bitext,
    bead_of,
    langs_of,
    matches,
    peeked,
    reasons_of,
    review_of,
    score_of,
    scores_of,
    signature_of,
    swapped,
    tmx_date,
)
from align.bitexts.codes import SegmentText
from align.bitexts.markup import Markup
from align.bitexts.variants import Variant, by_machine, chosen, is_in, last_author
from align.errors import ReadError
from align.records import CorpusHeader, Origin, TranslationUnit
from align.tags import tag_of

_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
_INLINE = _CODES | {"hi", "sub"}
_OURS = frozenset(
    (
        "x-origin", "x-score", "x-bead", "x-position", "x-crossing", "x-document", "x-engine",
        "x-flags", "x-signature", "x-project", "x-review", "x-prior", "x-reasons",
    )
)  # fmt: skip
_HISTORY = ("creationid", "creationdate", "changeid", "changedate", "usagecount", "lastusagedate")
_NO_NUMBERS = "scores that are not numbers"
_Value = TypeVar("_Value")


class TmxReader:
    """Reads the pair of languages asked for: the source language and the first other by default."""

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream`; `name` is for messages.

        A language matches its narrower tags too (`fr` finds `fr-CA`), without case. Where none
        is asked for, the first TU with two says which they are; one that was translated the other
        way round is turned. A TU that lacks one of the two becomes a unit with an empty side; a TU
        with neither is counted.

        Raises:
            ReadError: no well-formed TMX, entity declarations, or no unit in either language.
        """
        losses: Counter[str] = Counter()
        markup = _TmxMarkup(name, source_lang, target_lang, losses)
        first, units = peeked(markup.units(stream))
        langs = langs_of(first, (source_lang, target_lang), (markup.srclang, ""))
        header = CorpusHeader(
            *(markup.pair if all(markup.pair) else langs),  # of a unit that has both, if one came
            signature_of(markup.header_props.get("x-signature", "")),
            markup.created,
            markup.header_props.get("x-document", ""),
            tuple(markup.notes),
            markup.header_props.get("x-project", ""),
        )
        return Bitext(header, units, losses)


class _TmxMarkup(Markup):
    def __init__(
        self, name: str, source_lang: str | None, target_lang: str | None, losses: Counter[str]
    ) -> None:
        super().__init__(name)
        self.srclang = ""
        self.created = ""
        self.notes: list[str] = []
        self.header_props: dict[str, str] = {}
        self._wanted = (source_lang, target_lang)
        self.pair = ("", "")  # the languages of the first TU that has two
        self._losses = losses
        self._ready: list[TranslationUnit] = []
        self._languages: dict[str, None] = {}  # seen in TUs, in order
        self._props: dict[str, str] = self.header_props
        self._variants: list[Variant] = []
        self._unit_srclang = ""
        self._unit_notes: list[str] = []
        self._change = ("", "")  # who changed the TU, and when
        self._author = ""
        self._prop = ""
        self._parts: list[str] = []
        self._collecting = False
        self._seg: SegmentText | None = None  # while inside one
        self._in_header = self._in_tuv = self._root = False

    def units(self, stream: BinaryIO) -> Iterator[TranslationUnit]:
        for _ in self.feed(stream):
            yield from self._ready
            self._ready.clear()
        for wanted in self._wanted:
            if self._languages and not any(matches(tag, wanted) for tag in self._languages):
                there = ", ".join(self._languages)
                raise ReadError(f"{self.name}: no unit is in {wanted}; there are {there}.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._seg is not None:
            if name in _INLINE:
                self._losses["inline tags"] += 1
            if name in _CODES:
                self._seg.open_code(attributes.get("type", ""))
        elif name == "seg":
            self._seg = SegmentText()
        elif name == "tuv":
            self._in_tuv = True
            author = last_author(attributes)
            lang = attributes.get("xml:lang") or attributes.get("lang") or ""
            machine = by_machine(author) or by_machine(attributes.get("creationid", ""))
            self._variants.append(Variant(tag_of(lang), author, machine))
            self._lose(attributes, kept=("creationid", "changeid") if machine else ())
        elif name in ("prop", "note"):
            self._prop = attributes.get("type", "") if name == "prop" else ""
            self._parts = []
            self._collecting = True
        elif name == "tu":
            self._unit_srclang = tag_of(attributes.get("srclang", self.srclang))
            self._props, self._variants, self._unit_notes = {}, [], []
            self._author = last_author(attributes)
            machine = by_machine(self._author)
            self._lose(attributes, kept=("changeid", "changedate", *["creationid"] * machine))
            self._change = attributes.get("changeid", ""), attributes.get("changedate", "")
        elif name == "header":
            self._in_header = True
            self.srclang = tag_of(attributes.get("srclang", ""))
            self.created = attributes.get("creationdate", "")
        elif not self._root:
            self._check_root(name, attributes)

    def _check_root(self, name: str, attributes: dict[str, str]) -> None:
        self._root = True
        version = attributes.get("version", "1.4")
        if name != "tmx":
            raise self.error(f"the root element is {name}, tmx was expected.")
        if not version.startswith("1."):
            raise self.error(f"this is TMX {version}; 1.1 to 1.4 were expected.")

    def text(self, data: str) -> None:
        if self._seg is not None:
            self._seg.add(data)
        elif self._collecting:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if self._seg is not None:
            if name == "seg":
                self._end_seg(str(self._seg))
                self._seg = None
            elif name in _CODES:
                self._seg.close_code()
        elif name == "tuv":
            self._in_tuv = False
        elif name in ("prop", "note"):
            self._collecting = False
            self._end_prop(name, "".join(self._parts))
        elif name == "tu":
            self._end_unit()
        elif name == "header":
            self._in_header = False

    def _lose(self, attributes: dict[str, str], *, kept: tuple[str, ...]) -> None:
        """Count what tells of a unit's making, and its id where that is more than a number."""
        lost = [name for name in _HISTORY if attributes.get(name) and name not in kept]
        if not attributes.get("tuid", "0").isdigit():
            lost.append("tuid")
        if lost:
            self._losses["ids, dates and authors of units"] += len(lost)

    def _end_seg(self, text: str) -> None:
        if not self._in_tuv or self._variants[-1].text is not None:
            raise self.error("a seg was expected once in each tuv, and nowhere else.")
        self._variants[-1].text = text

    def _end_prop(self, name: str, text: str) -> None:
        if name == "note" and self._in_header:
            self.notes.append(text)
        elif name == "note" and not self._in_tuv:
            self._unit_notes.append(text)
        elif name == "prop" and self._prop in _OURS and not self._in_tuv:
            self._props[self._prop] = text
        elif name == "prop" and self._prop == "x-place" and self._in_tuv:
            self._variants[-1].place = text
        elif name == "prop" and self._prop == "x-cuts" and self._in_tuv:
            self._variants[-1].cuts = text
        else:
            self._losses["notes and properties of other tools"] += 1

    def _end_unit(self) -> None:
        variants = [variant for variant in self._variants if variant.text is not None]
        for variant in variants:
            self._languages.setdefault(variant.lang)
        source, target = chosen(variants, self._wanted, first=self.pair, srclang=self._unit_srclang)
        if source is None and target is None:
            self._losses["units in other languages"] += 1
            return
        further = len(variants) - (source is not None) - (target is not None)
        if further:
            self._losses["further variants"] += further
        if source and target and not self.pair[0]:
            self.pair = source.lang, target.lang
        self._ready.append(self._unit(source, target))

    def _unit(self, source: Variant | None, target: Variant | None) -> TranslationUnit:
        props = self._props
        texts = (source.text or "" if source else "", target.text or "" if target else "")
        source_lang = (
            source.lang if source else self._wanted[0] or self.pair[0] or self._unit_srclang
        )
        target_lang = target.lang if target else self._wanted[1] or self.pair[1]
        turn = bool(target) and is_in(target, self._unit_srclang) and not is_in(source, target_lang)
        bead, position = props.get("x-bead", ""), props.get("x-position", "")
        origin = self._origin(*((target, source) if turn else (source, target)))
        marked = bool(source and source.machine), bool(target and target.machine)
        return TranslationUnit(
            *texts,
            source_lang,
            target_lang,
            (swapped(bead) if turn else bead) or bead_of(*texts),
            origin,
            swapped(position) if turn else position,
            props.get("x-document", ""),
            self._read(score_of, props.get("x-score"), _NO_NUMBERS),
            props.get("x-crossing") == "true",
            props.get("x-engine", ""),
            tuple(props.get("x-flags", "").split()),
            self._read(review_of, props.get("x-review"), "reviews of other tools") or "",
            self._change[0],
            self._read(tmx_date, self._change[1], "invalid dates") or "",
            "\n".join(self._unit_notes),
            self._read(scores_of, props.get("x-prior"), _NO_NUMBERS) or (),
            self._read(reasons_of, props.get("x-reasons"), _NO_NUMBERS),
            source.place if source else "",
            target.place if target else "",
            (source.places if source else (), target.places if target else ()),
            origin is Origin.MACHINE and (marked[0] if marked[0] != marked[1] else turn),
        )

    def _read(self, read: Callable[[str], _Value], text: str | None, loss: str) -> _Value | None:
        """Read a value; one that is none is counted and left out."""
        try:
            return None if text is None else read(text)
        except ValueError:
            self._losses[loss] += 1
            return None

    def _origin(self, *variants: Variant | None) -> Origin:
        """What the TU says, or else the authors' names: MT is how TMX tools mark it.

        The TU's author counts where the translation, the last variant, names none of its own.
        """
        stated = self._props.get("x-origin")
        if stated in (Origin.HUMAN, Origin.MACHINE):
            return Origin(stated)
        authors = [variant.author for variant in variants if variant]
        if not any(authors[-1:]):
            authors.append(self._author)
        return Origin.MACHINE if any(map(by_machine, authors)) else Origin.HUMAN
