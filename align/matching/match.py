"""The whole job: two folders become a list of pairs, and of documents without a partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from align.aligners.bags import Ids
from align.aligners.lexicon import bundled_lexicon
from align.errors import DataError, UsageError
from align.languages import detect_language, identify
from align.languages.detection import prose
from align.matching.assignment import assign, have_near_copies
from align.matching.bags import Floats, Pairs
from align.matching.comparison import Comparison
from align.matching.documents import Contents, contents, find_sides
from align.matching.listing import require_listable
from align.matching.matches import Match, Matching
from align.matching.names import Names, name_keys
from align.matching.scores import exclusive, probabilities
from align.protocols import Translator
from align.reading import read_document
from align.tags import DEFAULT_LANGS
from align.translating import Stage, both_in, no_progress, open_either, translated, undoubted

MIN_SCORE = 0.5
_SAMPLE = 25  # documents of a folder that tell its language
_SAMPLE_BOTH = 200  # and where one folder holds both
_LONGEST = 20_000  # characters that tell a document's language

TranslatorFactory = Callable[[str, str], Translator | None]
"""Opens the translator from one language into another; None where there is none."""


def match(
    sources: str,
    targets: str,
    *,
    open_translator: TranslatorFactory | None = None,
    model: str = "bundled",
    source_lang: str | None = None,
    target_lang: str | None = None,
    names: bool = True,
    min_score: float = MIN_SCORE,
    without: Sequence[str] = (),
    stage: Stage = no_progress,
) -> Matching:
    """Find which document of one folder translates which of the other.

    Args:
        sources: a folder.
        targets: another, or the same one where it holds both languages.
        open_translator: opens the translator for what the lexicon leaves in doubt; None does
            without.
        model: the one that it opens: the bundled one runs from French alone.
        source_lang: detected where left out.
        target_lang: detected where left out.
        names: whether names of files and folders count.
        min_score: pairs that are less probably right are not kept.
        without: paths of files that are no documents, as the list itself from the last time.
        stage: shows the progress of long stages.

    Raises:
        DataError: a folder is missing or empty, or both are in one language.
        UsageError: `min_score` is no probability.
    """
    if not 0 <= min_score <= 1:
        raise UsageError(f"--min-score {min_score}: a probability from 0 to 1 was expected.")
    paths = find_sides(sources, targets, without=without)
    langs = _languages(sources, targets, paths, source_lang, target_lang)
    folders = (sources, targets)
    translator, exchanged = None, False
    if open_translator is not None:
        translator, exchanged = open_either(open_translator, langs, model=model)
    if translator is None:  # the lexicon runs from French: the sides change places for it
        exchanged = bundled_lexicon(*langs) is None and bundled_lexicon(*langs[::-1]) is not None
    reading = _read(paths, langs, stage, texts=None if translator is None else int(exchanged))
    order = (1, 0) if exchanged else (0, 1)
    one, other = (reading.sides[side] for side in order)

    def translate(texts: Sequence[str]) -> list[str]:
        assert translator is not None
        return [undoubted(made) for made in translated(translator, texts, stage)]

    comparison = Comparison(
        [c for _, c in one], [c for _, c in other], reading.ids,
        lexicon=bundled_lexicon(*(langs[k] for k in order)),
        translate=None if translator is None else translate, stage=stage,
    )  # fmt: skip
    known = None
    if names:
        keys = [
            [name_keys(path, folders[side], langs) for path, _ in reading.sides[side]]
            for side in order
        ]
        known = Names(*keys)
    pairs, found = comparison.logits(known.candidates() if known else np.empty((0, 2), np.int64))
    if known and len(pairs):
        settled = probabilities(exclusive(pairs, found, comparison.groups))
        found = found + known.evidence(pairs, settled)
    found = exclusive(pairs, found, comparison.groups)
    fits = _shared_fits(pairs, comparison)
    if exchanged:
        pairs, fits, one, other = pairs[:, ::-1], fits[::-1], other, one
    made, undecided = _matches(
        [p for p, _ in one], [p for p, _ in other], pairs, found, fits, min_score
    )
    lone = [Match(path, "") if side == 0 else Match("", path) for path, side in reading.failed]
    return Matching(
        tuple(sorted(made + lone, key=lambda m: (not m.source, m.source, m.target))),
        tuple(reading.reasons), *langs, comparison.translated, undecided,
    )  # fmt: skip


def _matches(
    one: Sequence[str], other: Sequence[str], pairs: Pairs,
    found: Floats, fits: Sequence[Floats], min_score: float,
) -> tuple[list[Match], int]:  # fmt: skip
    """Return every document's match, and how many documents are undecided."""
    chances = np.round(probabilities(np.round(found, 4)), 4)
    kept = [row for row in assign(pairs, np.round(found, 4), -np.inf) if chances[row] >= min_score]
    made = [Match(one[pairs[row, 0]], other[pairs[row, 1]], float(chances[row])) for row in kept]
    taken = {m.source for m in made}, {m.target for m in made}
    made += [Match(path, "") for path in one if path not in taken[0]]
    made += [Match("", path) for path in other if path not in taken[1]]
    undecided = (_undecided(pairs[:, side], chances, fits[side], min_score) for side in (0, 1))
    return made, sum(undecided)


def _shared_fits(pairs: Pairs, comparison: Comparison) -> tuple[Floats, Floats]:
    """For either side's documents, how far each pair fits if its other one has near copies."""
    both = zip(comparison.near, comparison.groups, strict=True)
    several = [have_near_copies(near, groups) for near, groups in both]
    one, other = (np.where(several[1 - k][pairs[:, 1 - k]], comparison.fits, 0.0) for k in (0, 1))
    return one, other


def _undecided(
    owner: Pairs, chances: Floats, fits: Floats,
    min_score: float,
) -> int:  # fmt: skip
    """Count the owners of pairs that are likely enough together, and none of them alone.

    Likely together are those too that fit near copies, which take from each other's probability.
    """
    together = np.bincount(owner, chances) if len(owner) else np.zeros(0)
    likeliest, fitting = np.zeros(len(together)), np.zeros(len(together))
    np.maximum.at(likeliest, owner, chances)
    np.maximum.at(fitting, owner, fits)
    likely = (together >= min_score) | (fitting >= min_score)
    return int(np.sum(likely & (likeliest < min_score)))


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """Both sides' documents with their paths, and those that could not be read."""

    ids: Ids
    sides: tuple[list[tuple[str, Contents]], list[tuple[str, Contents]]]
    failed: list[tuple[str, int]]
    reasons: list[tuple[str, str]]


def _read(
    paths: tuple[Sequence[str], Sequence[str]], langs: tuple[str, str], stage: Stage, *,
    texts: int | None,
) -> _Reading:  # fmt: skip
    """Read all documents; of side `texts` the sentences are kept."""
    reading = _Reading(Ids(), ([], []), [], [])
    mixed = not paths[1]
    with stage("Reading", len(paths[0]) + len(paths[1])) as advance:
        for number, side_paths in enumerate(paths):
            for path in side_paths:
                advance(1)
                try:
                    require_listable(path)
                    document = read_document(path)
                except DataError as error:
                    reading.failed.append((path, number))
                    reading.reasons.append((path, str(error)))
                    continue
                side = number
                if mixed:
                    [(lang, _)] = identify([document.text[:_LONGEST]], langs=langs)
                    side = langs.index(lang)
                found = contents(document, langs[side], reading.ids, keep_texts=side == texts)
                reading.sides[side].append((path, found))
    return reading


def _languages(
    sources: str, targets: str, paths: tuple[Sequence[str], Sequence[str]], source: str | None,
    target: str | None,
) -> tuple[str, str]:  # fmt: skip
    """The languages of both sides: as given, else that of most of a sample."""
    if paths[1]:
        first = source or _commonest(paths[0], _SAMPLE, None)
        second = target or _commonest(paths[1], _SAMPLE, None)
        langs = (
            first or _unlike(second, DEFAULT_LANGS),
            second or _unlike(first, DEFAULT_LANGS[::-1]),
        )
        if langs[0] == langs[1]:
            raise both_in(langs[0], sources, targets)
        return langs
    if source and target:
        langs = source, target
    elif source or target:
        rest = _commonest(paths[0], _SAMPLE_BOTH, source or target)
        langs = (source or rest, target or rest)
    else:
        first = _commonest(paths[0], _SAMPLE_BOTH, None)
        second = _commonest(paths[0], _SAMPLE_BOTH, first)
        langs = first, second
        if set(langs) == set(DEFAULT_LANGS):
            langs = DEFAULT_LANGS
    if langs[0] == langs[1] or not all(langs):
        raise DataError(
            f"{sources}: documents in two languages were expected in it; "
            "--source-lang and --target-lang say which."
        )
    return langs


def _unlike(other: str, langs: Sequence[str]) -> str:
    """The first of some languages that is not the other side's, for a side that tells none."""
    return next(lang for lang in langs if lang != other)


def _commonest(paths: Sequence[str], most: int, without: str | None) -> str:
    """The language of most of some documents spread over the list, `without` one of them.

    It is "" where none of them tells.
    """
    places = np.linspace(0, len(paths) - 1, min(len(paths), most)).astype(int)
    found: Counter[str] = Counter()
    for place in places:
        try:
            document = read_document(paths[place])
        except DataError:
            continue  # said when all are read
        if not any(map(str.isalpha, prose(document))):
            continue  # figures alone are in no language
        lang = detect_language(document)
        if lang != without:
            found[lang] += 1
    return min(found, key=lambda lang: (-found[lang], lang)) if found else ""
