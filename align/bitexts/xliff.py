"""Read XLIFF 1.1 to 2.2 as a stream: source and target of each trans-unit or segment.

Where `seg-source` and `target` mark segments (`mrk mtype="seg"`: Trados, Okapi), each is a unit.
What stands for native code (`ph`, `bpt`, `x`, ...) is no text; `g`, `pc` and `mrk` wrap text, but
for what tracked changes of Trados mark as deleted.
A code that breaks the line leaves a blank. Where our own metadata does not say who translated,
the states of XLIFF, of Trados (`sdl:seg`) and of memoQ (`mq:status`) do, and what a review decided;
Phrase says what is an engine's (`m:trans-origin`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from align.bitexts.bitext import (
    Bitext,
    bead_of,
    cuts_of,
    langs_of,
    oriented,
    peeked,
    read_score,
    reasons_of,
    review_of,
    scores_of,
    signature_of,
    tmx_date,
)
from align.bitexts.codes import MarkedText, without_braces
from align.bitexts.markup import Markup
from align.bitexts.statuses import (
    PHRASE,
    SDL,
    Status,
    merged,
    of_segment,
    of_target,
    of_unit,
    of_whole,
)
from align.errors import shortened
from align.records import CorpusHeader, Origin, TranslationUnit
from align.tags import tag_of

_Value = TypeVar("_Value")
_CORE = "urn:oasis:names:tc:xliff:document:"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_CODES = frozenset(("bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec"))
_LANG = "http://www.w3.org/XML/1998/namespace|lang"
_UNITS = frozenset(("trans-unit", "segment"))
_DELETED = frozenset(("x-sdl-deleted", "x-sdl-feedback-deleted"))  # of Trados' tracked changes
_PROPOSALS = frozenset(("alt-trans", f"{_MATCHES}|match", "MQXliff|insertedmatch"))
_SIDES = frozenset(("source", "seg-source", "target"))


class XliffReader:
    """Reads XLIFF 1.1, 1.2, 2.0, 2.1 and 2.2."""

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream`; `name` is for messages. Units in other languages are counted.

        A language that the file leaves out is the one asked for.

        Raises:
            ReadError: no well-formed XLIFF, or entity declarations.
        """
        losses: Counter[str] = Counter()
        markup = _XliffMarkup(name, (source_lang or "", target_lang or ""), losses)
        first, units = peeked(
            kept
            for unit in markup.units(stream)
            if (kept := oriented(unit, source_lang, target_lang, losses))
        )
        header = CorpusHeader(
            *langs_of(first, (source_lang, target_lang), markup.langs),
            signature_of(markup.metadata.get("x-signature", "")),
            markup.metadata.get("x-created", ""),
            markup.metadata.get("x-document", ""),
            tuple(markup.notes),
            markup.metadata.get("x-project", ""),
        )
        return Bitext(header, units, losses)


class _XliffMarkup(Markup):
    def __init__(self, name: str, wanted: tuple[str, str], losses: Counter[str]) -> None:
        super().__init__(name, namespaces=True)
        self._wanted = wanted
        self.langs = ("", "")
        self.metadata: dict[str, str] = {}  # of the file
        self.notes: list[str] = []
        self._losses = losses
        self._ready: list[TranslationUnit] = []
        self._path: list[str] = []
        self._parts: list[str] | None = None  # of a note or a value, while inside it
        self._side = ""  # one of _SIDES, while inside it
        self._content = MarkedText()  # of it
        self._mark = 0  # how deep a segment's mark stands, while inside it
        self._deleted: list[int] = []  # how deep the open marks of deleted text stand
        self._meta: str | None = None
        self._unit_metadata: dict[str, str] = {}
        self._unit_notes: list[str] = []
        self._texts: dict[str, MarkedText] = {}  # of _SIDES
        self._own_langs: dict[str, str] = {}  # of source and target themselves
        self._status = Status()  # of the unit
        self._state = Status()  # of its target
        self._statuses: dict[str, Status] = {}  # of its segments, by Trados
        self._codes: dict[str, str] | None = None  # of the unit, by Phrase; None for other tools
        self._code = ""  # the last of these

    def units(self, stream: BinaryIO) -> Iterator[TranslationUnit]:
        for _ in self.feed(stream):
            yield from self._ready
            self._ready.clear()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("|")
        parent = self._path[-1] if self._path else ""
        core = space.startswith(_CORE)
        self._path.append(local if core else name)
        if not parent:
            self._root(local, core, attributes)
        elif self._side:
            self._inline(self._path[-1], attributes)
        elif space == _METADATA and local == "meta":
            self._meta = attributes.get("type", "")
            self._parts = []
        elif core and local in _SIDES and parent in _UNITS:
            self._side = local
            self._own_langs[local] = tag_of(attributes.get(_LANG, ""))
            self._content = self._texts[local] = MarkedText()
            if local == "target":
                self._state = merged((self._state, of_target(attributes)))
        elif core and local in ("unit", "trans-unit"):
            self._unit_metadata, self._texts, self._unit_notes = {}, {}, []
            self._own_langs, self._statuses = {}, {}
            self._status, self._state = of_unit(attributes), Status()
            phrase = any(attribute.startswith(PHRASE) for attribute in attributes)
            self._codes = {} if phrase else None
        elif self._path[-1] in _PROPOSALS:
            self._losses["proposed translations"] += 1
        elif core and local == "segment":
            self._state = of_target(attributes)
        elif space == SDL and local == "seg" and self._in_unit():
            self._statuses[attributes.get("id", "")] = of_segment(attributes)
        elif space == PHRASE and local == "mark" and self._codes is not None:
            self._code = attributes.get("id", "")
            self._codes.setdefault(self._code, "")
        elif core and local == "file":
            self.langs = (
                tag_of(attributes.get("source-language", self.langs[0])),
                tag_of(attributes.get("target-language", self.langs[1])),
            )
        elif (core and local == "note") or (space == PHRASE and local == "content"):
            self._parts = []

    def _root(self, local: str, core: bool, attributes: dict[str, str]) -> None:
        if local != "xliff" or not core:
            raise self.error(f"the root element is {local}, xliff in an XLIFF namespace expected.")
        self.langs = (tag_of(attributes.get("srcLang", "")), tag_of(attributes.get("trgLang", "")))

    def _inline(self, local: str, attributes: dict[str, str]) -> None:
        if local == "cp":
            self._content.add(self._character(attributes.get("hex", "")))
            return
        if local == "mrk" and attributes.get("mtype") == "seg" and not self._mark:
            self._mark = len(self._path)
            self._content.open_mark(attributes.get("mid", ""))
            return
        if local == "mrk" and attributes.get("mtype") in _DELETED:
            self._losses["deletions of tracked changes"] += 1
            self._deleted.append(len(self._path))
            self._content.open_code("")
            return
        if self._side != "seg-source":  # which says again what source does
            self._losses["inline tags"] += 1
        if local in _CODES:
            self._content.open_code(attributes.get("ctype") or attributes.get("subType") or "")

    def _character(self, digits: str) -> str:
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            raise self.error(f"cp has hex='{digits}', a code point was expected.") from None

    def text(self, data: str) -> None:
        if self._side:
            self._content.add(data)
        elif self._parts is not None:
            self._parts.append(data)

    def end(self, name: str) -> None:
        local = self._path.pop()
        parent = self._path[-1] if self._path else ""
        if self._side and local == self._side and parent in _UNITS:
            self._side = ""
        elif self._side:
            if len(self._path) + 1 == self._mark:
                self._mark = 0
                self._content.close_mark()
            elif self._deleted[-1:] == [len(self._path) + 1]:
                self._deleted.pop()
                self._content.close_code()
            elif local in _CODES:
                self._content.close_code()
        elif self._meta is not None and local == f"{_METADATA}|meta":
            owner = self._unit_metadata if self._in_unit() else self.metadata
            owner[self._meta] = self._collected()
            self._meta = None
        elif local == f"{PHRASE}|content":
            content = self._collected()
            if self._codes is not None:
                self._codes[self._code] = content
        elif local in _UNITS:
            self._ready += (self._unit(*pair) for pair in self._pairs() if any(pair[:2]))
            self._texts = {}
        elif local == "note":
            note, holder = self._collected(), self._path[-2] if parent == "notes" else parent
            if holder in ("unit", "trans-unit"):
                self._unit_notes.append(note)
            elif not self._in_unit():  # and not of one that alt-trans proposes
                self.notes.append(note)

    def _collected(self) -> str:
        text, self._parts = "".join(self._parts or ()), None
        return text

    def _in_unit(self) -> bool:
        return "unit" in self._path or "trans-unit" in self._path

    def _pairs(self) -> Iterator[tuple[str, str, Status]]:
        """The texts of the marked segments, or of the whole where those would not be all of it."""
        whole = merged((self._status, self._state))
        none = MarkedText()
        source, target = (self._texts.get(side, none) for side in ("source", "target"))
        parts = self._texts.get("seg-source", none).segments, target.segments
        if parts[0] and any(parts[0].values()) and parts[1] is not None:
            for mid in dict.fromkeys((*parts[0], *parts[1])):
                status = merged((whole, self._statuses.get(mid, Status())))
                yield parts[0].get(mid, ""), parts[1].get(mid, ""), status
        else:
            status = merged((whole, of_whole(self._statuses.values())))
            yield self._plain(source), self._plain(target), status

    def _plain(self, content: MarkedText) -> str:
        text = str(content)
        if self._codes is not None:
            text, count = without_braces(text, self._codes)
            if count:
                self._losses["inline tags"] += count
        return text

    def _unit(self, source: str, target: str, status: Status) -> TranslationUnit:
        metadata = self._unit_metadata
        ours = "x-origin" in metadata  # what we wrote is as we say
        if not ours and status.untranslated and target.split() == source.split() != []:
            self._losses["copies of sources, not translated yet"] += 1
            target = ""
        stated = metadata.get("x-origin")
        if stated not in (Origin.HUMAN, Origin.MACHINE):
            stated = Origin.MACHINE if status.machine and target else Origin.HUMAN
        review = status.review if source and target and not ours else ""
        return TranslationUnit(
            source,
            target,
            *self._unit_langs(),
            metadata.get("x-bead") or bead_of(source, target),
            Origin(stated),
            metadata.get("x-position", ""),
            metadata.get("x-document", ""),
            read_score(metadata.get("x-score"), self.where, called="x-score"),
            metadata.get("x-crossing") == "true",
            metadata.get("x-engine", ""),
            tuple(metadata.get("x-flags", "").split()),
            self._read(review_of, metadata.get("x-review", "")) or review,
            metadata.get("x-changeid", ""),
            self._read(tmx_date, metadata.get("x-changedate", "")),
            "\n".join(self._unit_notes),
            self._read(scores_of, metadata.get("x-prior", ""), figures="x-prior"),
            self._read(reasons_of, metadata.get("x-reasons", ""), figures="x-reasons"),
            metadata.get("x-source-place", ""),
            metadata.get("x-target-place", ""),
            (
                cuts_of(source, metadata.get("x-source-cuts", "")),
                cuts_of(target, metadata.get("x-target-cuts", "")),
            ),
            stated == Origin.MACHINE and metadata.get("x-machine-source") == "true",
        )

    def _unit_langs(self) -> tuple[str, str]:
        """What the file says, or the unit, or else what was asked for."""
        own = self._own_langs.get("source", ""), self._own_langs.get("target", "")
        source, target = zip(self.langs, own, self._wanted, strict=True)
        return next(filter(None, source), ""), next(filter(None, target), "")

    def _read(self, read: Callable[[str], _Value], text: str, *, figures: str = "") -> _Value:
        try:
            return read(text)
        except ValueError as error:  # which says what is wrong, but for figures: Python's own
            told = (
                f"{figures} is '{shortened(text, 40)}', figures were expected" if figures else error
            )
            raise self.error(f"{told}.") from None
