"""The frozen records that flow from reading to writing; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from align.signature import Signature


class Kind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    META = "meta"  # date lines, separators: kept and counted, not prose


class Origin(StrEnum):
    """Who wrote the target side of a bead, or of a pair that was turned round the source."""

    HUMAN = "human"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document's text with one layout and one language.

    `start` and `end` are character offsets into the document's text; `lang` is an
    ISO 639-1 code, or "" while unknown. `place` says where in the file the block stood when
    the text is not the file itself: `line 12`, `page 3`, `00:01:02.500 --> 00:01:04.000`.
    Where parts of it stood in other places, `places` has the offset at which each begins.
    """

    kind: Kind
    lang: str
    start: int
    end: int
    place: str = ""
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded text and its blocks, in order and without overlap.

    What lies outside all blocks is white space or markup (bullets, heading marks).
    """

    id: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what stands for one: `text == document.text[start:end]`.

    `index` counts the document's segments, `block` is the index of the segment's block.
    """

    index: int
    block: int
    lang: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment's translation by an engine, with what was noticed about it.

    `segment` is the position of the text among those given to the translator; `flags`
    are a subset of `TRANSLATION_FLAGS`, empty when nothing looked wrong.
    """

    segment: int
    text: str
    engine: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a model takes a target text to be, given a source text.

    `nats` are the natural logarithms of the probabilities of each target segment, given the
    source and the segments before it; `pieces` how many pieces the model reads each in; `end`
    is that of the target ending there. What lies beyond the model's positions counts nothing.
    """

    nats: tuple[float, ...]
    pieces: tuple[int, ...]
    end: float


TRANSLATION_FLAGS = (
    "split", "truncated", "repeated", "empty", "copied", "length", "numbers", "addresses",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a bead has its score; each part lies between 0 and 1, higher is better.

    `similarity`: cosine of the two sides; `margin`: how far it lies above the best
    competing neighbours (CSLS, halved and shifted to 0..1); `length`: how well the
    lengths agree; `anchors`: share of numbers and capitalised words that both sides
    have, of the side that has fewer; 1 where one has none.
    """

    similarity: float
    margin: float
    length: float
    anchors: float


@dataclass(frozen=True, slots=True)
class Bead:
    """One m:n link: source and target segment indices, either empty for a null.

    `score` is the probability that the bead is right, or what a file has for it (None where
    nothing stands behind it, as in gold); `crossing` marks a bead that breaks the order.
    """

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    score: float | None = None
    origin: Origin = Origin.HUMAN
    crossing: bool = False
    reasons: Reasons | None = None

    @property
    def type(self) -> str:
        """The bead type, `1:2` for one source and two target segments."""
        return f"{len(self.sources)}:{len(self.targets)}"

    @property
    def position(self) -> str:
        """The segments in Vecalign's form, `[3, 4]:[7]`."""
        return f"{list(self.sources)}:{list(self.targets)}"

    @property
    def null(self) -> bool:
        """Whether one side is empty."""
        return not (self.sources and self.targets)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads between two lists of segments; every index on both sides is in one bead."""

    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    beads: tuple[Bead, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One TU: a source text and its translation, with where both came from.

    `position` is the bead in Vecalign's form, `[3, 4]:[7]`, segment indices from 0;
    `target` is "" for a source segment without a translation, and the other way round.

    `review` is what a person decided about it, one of REVIEWS or "" while nobody did;
    `changed_by` and `changed_at` (as `CorpusHeader.created`) say who and when, `note` why.
    `prior` holds the scores of the aligner's beads that a person re-cut to make this one.
    `source_place` and `target_place` say where in its file each side stood, as blocks do.
    `cuts` says of each side where in its text the segments after the first begin, in characters;
    nothing where it is one, or where it is not known.
    `machine_source`: of a unit of machine origin, the engine wrote the source side, since the pair
    was turned round after that.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    bead: str
    origin: Origin
    position: str
    document: str = ""
    score: float | None = None
    crossing: bool = False
    engine: str = ""
    flags: tuple[str, ...] = ()
    review: str = ""
    changed_by: str = ""
    changed_at: str = ""
    note: str = ""
    prior: tuple[float, ...] = ()
    reasons: Reasons | None = None
    source_place: str = ""
    target_place: str = ""
    cuts: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    machine_source: bool = False


REVIEWS = ("accepted", "edited", "rejected")


@dataclass(frozen=True, slots=True)
class CorpusHeader:
    """What is true of a whole output file.

    `created` is a UTC time as `YYYYMMDDThhmmssZ`, "" where it is not known; `notes` are sentences
    for people.
    """

    source_lang: str
    target_lang: str
    signature: Signature
    created: str = ""
    document: str = ""
    notes: tuple[str, ...] = ()
    project: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the units given to a writer.

    `units` were written; `skipped` were not, because the format has no place for them (a
    unit with one empty side, in a format of pairs); `replaced` characters could not stand
    in the format and were replaced by U+FFFD or a space.
    """

    units: int
    skipped: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """One figure with its interval: `count` items stand behind it.

    `low` and `high` bound the 95% interval, equal to `value` where none was computed.
    """

    name: str
    value: float
    low: float
    high: float
    count: int
    signature: Signature
