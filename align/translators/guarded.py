"""A translator that looks at what it gets: what seems wrong is tried again, then flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from align.lines import whole_words
from align.protocols import Progress, SegmentPair
from align.quoted import without_quotes
from align.records import TRANSLATION_FLAGS, Likelihood, Translation
from align.signature import Signature
from align.translators.mends.abbreviations import in_full
from align.translators.mends.addresses import Masked, masked, unmasked
from align.translators.mends.ages import aged
from align.translators.mends.amounts import lost_spans
from align.translators.mends.capitals import as_sentence, shouted
from align.translators.mends.checks import faults, odd_lengths
from align.translators.mends.durations import in_words
from align.translators.mends.headings import headed, is_heading
from align.translators.mends.measures import measured
from align.translators.mends.paraphrases import paraphrased
from align.translators.mends.placeholders import respaced
from align.translators.mends.signs import Parted, parted
from align.translators.mends.spelt import in_figures
from align.translators.mends.stress import unstressed
from align.translators.seam import UNKNOWN, Streaming, Tongue

GUARDS = 24
"""Raise it when the checks change, or what is done about them: it is part of the signature."""

_MASKED = frozenset(("addresses", "empty"))  # a lone placeholder comes out as nothing readable


class GuardedTranslator:
    """Wraps an engine: each text once, faults noticed, tried again once, and flagged.

    Flags are those of `TRANSLATION_FLAGS`: `split` and `truncated` come from the engine,
    `repeated`, `empty`, `copied`, `numbers`, `addresses` from the two texts, `length` from how a
    pair's ratio compares with that of all texts given. `split` alone is no fault.

    A text whose e-mail or web addresses, placeholders or tags the model changed is tried again with
    numbers in their places, and they are put back: models spell them out anew, and copy numbers.
    The flag of what is lost all the same is `addresses` too. A text whose numbers are wrong twice
    is tried with others in their places: models know some numbers better than others.

    Signs around a text, as bullets and emoji, are put aside and back, and a text is parted at
    emoji and tabs inside it: models have few of them. A text of signs alone stays as it is.
    A text all in capitals is read as a sentence, with capitals for its names, and its translation
    set in capitals: models see few capitals, and spell such words letter by letter. So is a French
    heading in capitals, which is parted from what stands beside it. Words of a French sentence that
    capitals stress are read in lower case, the hours of durations in words, abbreviations in full,
    and people who are called by their age, as well as terms that models mistake, in other words.

    Args:
        engine: what translates; its `safer()` makes the second try.
        tongue: what is known of its languages.
    """

    def __init__(self, engine: Streaming, tongue: Tongue = UNKNOWN) -> None:
        """Take the engine and what is known."""
        self._engine = engine
        self._tongue = tongue

    @property
    def signature(self) -> Signature:
        """The engine's, and the guards' version."""
        return self._engine.signature | Signature.of(guards=GUARDS)

    def translate(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation a text, in the order given; an empty text stays empty."""
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(whole_words(without_quotes(text)), []).append(place)
        distinct = list(places)
        counts = [len(places[text]) for text in distinct]
        found = _collect(
            self._engine, distinct, tongue=self._tongue, counts=counts, progress=progress
        )
        found = self._retried(distinct, found, counts)
        ordered: list[Translation | None] = [None] * len(texts)
        for text, translation in zip(distinct, found, strict=True):
            for place in places[text]:
                ordered[place] = replace(translation, segment=place)
        return [translation for translation in ordered if translation is not None]

    def score(
        self, pairs: Sequence[SegmentPair], *, progress: Progress | None = None
    ) -> list[Likelihood]:
        """Return how likely each pair's target is, given its source: forced decoding."""
        found: dict[int, Likelihood] = {}
        for batch in self._engine.score(pairs):
            found.update(batch)
            if progress is not None:
                progress(len(batch))
        return [found[number] for number in range(len(pairs))]

    def _retried(
        self, texts: Sequence[str], first: Sequence[Translation], counts: Sequence[int]
    ) -> list[Translation]:
        """Judge each translation, try the faulty ones again, keep the least faulty."""
        kept = [
            replace(made, text=respaced(text, made.text))
            for text, made in zip(texts, first, strict=True)
        ]
        english = self._tongue.english
        faulty = [
            faults(text, made.text, english=english) for text, made in zip(texts, kept, strict=True)
        ]
        judged = _judged(texts, kept, faulty, counts)
        for ask in (_again, partial(_by_numbers, english=english)):
            asked = {k: found for k, text in enumerate(texts) if (found := ask(text, judged[k]))}
            if not asked:
                continue
            made = _collect(
                self._engine.safer(), [text for text, _ in asked.values()], tongue=self._tongue
            )
            tried, wrong = list(kept), list(faulty)
            for (k, (_, marks)), one in zip(asked.items(), made, strict=True):
                tried[k] = replace(one, text=respaced(texts[k], unmasked(one.text, marks)))
                wrong[k] = faults(texts[k], tried[k].text, english=english)
            rejudged = _judged(texts, tried, wrong, counts)
            for k in asked:
                if _badness(rejudged[k]) < _badness(judged[k]):
                    judged[k], kept[k], faulty[k] = rejudged[k], tried[k], wrong[k]
        return judged


def _again(text: str, made: Translation) -> Masked | None:
    """What to ask of a faulty translation's text, None where nothing is wrong with it."""
    if not _wrong(made):
        return None
    return masked(text) if _MASKED & {*made.flags} else Masked(text)


def _by_numbers(text: str, made: Translation, *, english: bool) -> Masked | None:
    """The same with others in the places of lost numbers, None where that is not all its fault."""
    if _wrong(made) != {"numbers"}:
        return None
    lost = lost_spans(text, made.text, english=english)
    return masked(text, spans=lost) if lost else None


def _collect(
    engine: Streaming,
    texts: Sequence[str],
    *,
    tongue: Tongue,
    counts: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> list[Translation]:
    cores = [_parted(text, tongue) for text in texts]
    capitals = [_capitals(core, tongue) for core in cores]
    owners = [number for number, core in enumerate(cores) for _ in core.texts]
    read = [
        _read(part, tongue, capital=capital)
        for core, found in zip(cores, capitals, strict=True)
        for part, capital in zip(core.texts, found, strict=True)
    ]
    made: list[Translation | None] = [None] * len(read)
    waiting = [len(core.texts) for core in cores]
    for batch in engine.stream(read):
        for part in batch:
            made[part.segment] = part
            waiting[owners[part.segment]] -= 1
        if progress is not None:
            ended = {owners[part.segment] for part in batch}
            progress(sum(counts[k] if counts else 1 for k in ended if not waiting[k]))
    parts = iter(part for part in made if part is not None)
    return [
        _joined(number, core, list(islice(parts, len(core.texts))), found)
        for number, (core, found) in enumerate(zip(cores, capitals, strict=True))
    ]


def _parted(text: str, tongue: Tongue) -> Parted:
    """Part a text where it is no running text, or where capitals begin or end."""
    core = parted(text)
    return headed(core, tongue.known()) if tongue.french else core


def _capitals(core: Parted, tongue: Tongue) -> list[bool]:
    """Which parts are in capitals, and to be read as sentences."""
    if shouted(" ".join(core.texts)):
        return [True] * len(core.texts)
    return [tongue.french and is_heading(text, tongue.known()) for text in core.texts]


def _read(text: str, tongue: Tongue, *, capital: bool) -> str:
    """A text as a model reads it best."""
    if capital:
        text = as_sentence(text, tongue.known())
    if not tongue.french:
        return text
    text = unstressed(text, tongue.known())
    if tongue.known():  # larger models know such words
        text = paraphrased(aged(text))
    return measured(in_figures(in_words(in_full(text))), english=tongue.english)


def _joined(
    number: int, core: Parted, made: Sequence[Translation], capitals: Sequence[bool]
) -> Translation:
    """Put the parts of a text together again; a lost one among several is told as `empty`."""
    texts = [
        part.text.upper() if capital else part.text
        for part, capital in zip(made, capitals, strict=True)
    ]
    flags = dict.fromkeys(flag for part in made for flag in part.flags)
    if any(texts) and not all(texts):
        flags["empty"] = None
    return replace(made[0], segment=number, text=core.joined(texts), flags=tuple(flags))


def _judged(
    texts: Sequence[str], found: Sequence[Translation], faulty: Sequence[tuple[str, ...]],
    counts: Sequence[int],
) -> list[Translation]:  # fmt: skip
    """Flag what is wrong with each translation by itself, and what is too long or too short."""
    odd = odd_lengths(texts, [translation.text for translation in found], counts)
    judged = []
    for translation, wrong, far in zip(found, faulty, odd, strict=True):
        flags = {*translation.flags, *wrong, *(["length"] if far else [])}
        in_order = tuple(flag for flag in TRANSLATION_FLAGS if flag in flags)
        judged.append(replace(translation, flags=in_order))
    return judged


def _wrong(translation: Translation) -> set[str]:
    return {*translation.flags} - {"split"}


def _badness(translation: Translation) -> tuple[bool, int]:
    """Nothing at all is worse than any number of faults; else their number counts."""
    return "empty" in translation.flags, len(_wrong(translation))
