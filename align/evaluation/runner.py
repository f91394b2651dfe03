"""Run a suite: every system on every corpus, outputs kept, figures, what was skipped."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from align.beadfile import format_bead
from align.errors import DataError, MarialignError
from align.evaluation import systems as running
from align.evaluation.baselines import Figure
from align.evaluation.corpora import Finder
from align.evaluation.link_file import read_links
from align.evaluation.loading import Files, check_corpus, joined, load_links, load_texts
from align.evaluation.locate import TextPair, letters, locate, segments_within
from align.evaluation.results import BoundaryResult, LinkResult, SuiteRun, TextResult
from align.evaluation.segments import read_split
from align.evaluation.suite import Corpus, Suite, System
from align.files import read_lines, whole_output
from align.metrics.boundaries import Split, score_boundaries
from align.metrics.counts import LinkDocument
from align.metrics.links import score_links
from align.metrics.resampling import Plan
from align.metrics.text import check_parallel, score_texts
from align.records import Bead, Score
from align.signature import Signature

_REPEATS = 3
_OPTIONAL = ("translations", "reverse")
Say = Callable[[str], None]


class _AbsentError(DataError):
    """A file of the data is not there: who needs it is skipped, and has not failed."""


class Runner:
    """Runs one suite."""

    def __init__(
        self, suite: Suite, finder: Finder, *, outputs: Path, say: Say, plan: Plan | None = None
    ) -> None:
        """Keep outputs under `outputs`; `say` hears what is being done."""
        self.suite = suite
        self.finder = finder
        self.outputs = outputs
        self.say = say
        self.plan = plan or Plan()
        self.skipped: list[str] = []
        self.failed: list[str] = []
        self.figures: list[Figure] = []
        self.results: list[LinkResult | TextResult | BoundaryResult] = []
        self._absent: dict[tuple[str, str, str], str] = {}
        self._translators: dict[str, Any] = {}
        self._signatures: dict[str, Signature] = {}

    def run(self) -> SuiteRun:
        """Run every system on every corpus whose files are there.

        Raises:
            DataError: a file is there and broken; this is told before anything runs.
        """
        work = {
            "links": self._links, "run": self._links, "text": self._text,
            "segments": self._segments, "speed": self._speed,
        }[self.suite.kind]  # fmt: skip
        there = [(corpus, self._files(corpus)) for corpus in self.suite.corpora]
        for corpus, files in there:
            check_corpus(self.suite.kind, corpus, files)
        for corpus, files in there:
            if files:
                work(corpus, files)
        return SuiteRun(
            self.suite, tuple(self.figures), tuple(self.results), tuple(self.skipped),
            tuple(self._signatures.items()), tuple(self.failed),
        )  # fmt: skip

    def _files(self, corpus: Corpus) -> dict[str, dict[str, Path]]:
        """Each document's files by role; nothing where one of them is missing."""
        found: dict[str, dict[str, Path]] = {}
        for document in corpus.documents:
            found[document] = {}
            for role in corpus.files:
                path = corpus.path(role, document)
                place, why = self.finder.find(path)
                if place is not None:
                    found[document][role] = place
                elif role in _OPTIONAL:
                    self._absent[corpus.id, document, role] = why
                else:
                    self._skip(f"corpus '{corpus.id}': {why}")
                    return {}
        return found

    def _systems(self, corpus: Corpus) -> list[System]:
        return [system for system in self.suite.systems if system.runs_on(corpus.id)]

    def _links(self, corpus: Corpus, files: Files) -> None:
        for system in self._systems(corpus):
            documents = []
            try:
                for name, places in files.items():
                    self.say(f"{corpus.id}: {system.name}: {name}")
                    whole = self.suite.kind == "run"
                    make = self._whole_document if whole else self._link_document
                    documents.append(make(corpus, system, name, places))
            except (MarialignError, ImportError) as error:
                self._failed(corpus, system, error)
                continue
            scores = score_links(documents, plan=self.plan)
            self._add(corpus, system, scores.micro)
            self.results.append(LinkResult(corpus.id, system.name, tuple(documents), scores))

    def _link_document(
        self, corpus: Corpus, system: System, name: str, files: Mapping[str, Path]
    ) -> LinkDocument:
        if system.outputs:
            place = self._output_of(system, name)
        else:
            if system.translations == "bundled" and corpus.id not in self._translators:
                self._translators[corpus.id] = running.bundled_translator(corpus)
            for role in _OPTIONAL if system.translations == "file" else ():
                why = self._absent.get((corpus.id, name, role))
                if why:
                    raise _AbsentError(why)
            translator = self._translators.get(corpus.id)
            made = running.pair(system, files, corpus=corpus, translator=translator)
            self._sign(corpus, system, made.signature)
            place = self._keep_beads(corpus, system, name, made.beads)
        document = load_links(corpus, name, files, system=place)
        if system.outputs:
            self._keep_beads(corpus, system, name, document.system)
        return document

    def _whole_document(
        self, corpus: Corpus, system: System, name: str, files: Mapping[str, Path]
    ) -> LinkDocument:
        """Run raw files through; gold's segments and the system's meet in their finest parts."""
        output = self._kept(corpus, system, f"{name}.jsonl")  # holds nulls, unlike TMX
        running.run_whole(system, files, corpus=corpus, output=output)
        made = read_links(str(output), positions=False)
        self._sign(corpus, system, made.signature)
        whole = load_links(corpus, name, files, system=files["gold"])
        gold = [
            TextPair(
                f"{files['gold']}, bead {number}",
                " ".join(whole.source[n] for n in bead.sources),
                " ".join(whole.target[n] for n in bead.targets),
            )
            for number, bead in enumerate(whole.gold, start=1)
        ]
        texts = (
            segments_within(whole.source, made.pairs, gold, side="source"),
            segments_within(whole.target, made.pairs, gold, side="target"),
        )
        placed = [locate(pairs, *texts, bare=letters) for pairs in (made.pairs, gold)]
        return LinkDocument(name, placed[0], placed[1], *texts)

    def _text(self, corpus: Corpus, files: Files) -> None:
        sources, true = load_texts(files)
        references = [line for part in true.values() for line in part]
        lines: dict[str, list[str]] = {}
        for system in self._systems(corpus):
            self.say(f"{corpus.id}: {system.name}")
            try:
                if system.outputs:
                    found = joined({name: self._output_of(system, name) for name in files}, true)
                else:
                    translator = running.open_system_translator(system, corpus)
                    found = running.translate(translator, sources)
                    self._sign(corpus, system, translator.signature)
                    check_parallel(found, references, name=system.name)
            except (MarialignError, ImportError) as error:
                self._failed(corpus, system, error)
                continue
            self._keep(corpus, system, "hypotheses.txt", "".join(f"{line}\n" for line in found))
            lines[system.name] = found
        if not lines:
            return
        scores = score_texts(lines, references, resamples=self.plan.resamples, seed=self.plan.seed)
        for part in scores:
            system = next(one for one in self.suite.systems if one.name == part.system)
            self._add(corpus, system, part.scores)
        self.results.append(TextResult(corpus.id, lines, tuple(sources), tuple(references), scores))

    def _segments(self, corpus: Corpus, files: Files) -> None:
        gold = [part for one in files.values() for part in read_split(str(one["gold"])).documents]
        texts = [" ".join(sentences) for sentences in gold]
        for system in self._systems(corpus):
            self.say(f"{corpus.id}: {system.name}")
            try:
                found = running.segment(system, texts, lang=corpus.source_lang)
            except (MarialignError, ImportError) as error:
                self._failed(corpus, system, error)
                continue
            self._keep(corpus, system, "sentences.json", json.dumps(found, ensure_ascii=False))
            splits = [
                Split(f"{corpus.id} {number}", mine, true)
                for number, (mine, true) in enumerate(zip(found, gold, strict=True), start=1)
            ]
            plan = Plan(resamples=self.plan.resamples, seed=self.plan.seed, block=20)
            scores = score_boundaries(splits, plan=plan)
            self._add(corpus, system, scores.micro)
            self.results.append(BoundaryResult(corpus.id, system.name, scores))

    def _speed(self, corpus: Corpus, files: Files) -> None:
        """Time the aligners, as multiples of the first system's time in the same round."""
        rounds: dict[str, list[float]] = {}
        size = sum(
            len(read_lines(part[role])) for part in files.values() for role in ("source", "target")
        )
        systems = self._systems(corpus)
        for turn in range(_REPEATS + 1):  # the first one compiles and fills caches: not counted
            for system in tuple(systems):
                self.say(f"{corpus.id}: {system.name}: round {turn} of {_REPEATS}")
                try:
                    begin = time.perf_counter()
                    for part in files.values():
                        running.pair(system, part, corpus=corpus)
                    if turn:
                        rounds.setdefault(system.name, []).append(time.perf_counter() - begin)
                except (MarialignError, ImportError) as error:
                    self._failed(corpus, system, error)
                    systems.remove(system)
                    rounds.pop(system.name, None)
        if not rounds:
            return
        first = next(iter(rounds))
        for system in systems:
            pairs = zip(rounds[system.name], rounds[first], strict=True)
            ratios = [mine / peer for mine, peer in pairs]
            rates = [size / seconds for seconds in rounds[system.name]]
            signature = Signature.of(metric="speed", peer=first, rounds=_REPEATS, clock="wall")
            measured = {"speed_ratio": ratios, "segments_per_second": rates}
            scores = [
                Score(name, median(found), min(found), max(found), size, signature)
                for name, found in measured.items()
            ]
            self._add(corpus, system, scores)

    def _output_of(self, system: System, name: str) -> Path:
        path = system.outputs.replace("{name}", name)
        place, why = self.finder.find(path)
        if place is None:
            # What a manifest describes is data, as a corpus is; else the system left no output.
            raise (_AbsentError if path in self.finder.manifest else DataError)(why)
        return place

    def _add(self, corpus: Corpus, system: System, scores: Sequence[Score]) -> None:
        self.figures += [Figure(corpus.id, system.name, score) for score in scores]

    def _kept(self, corpus: Corpus, system: System, name: str) -> Path:
        """Where an output is kept, in a folder that is made."""
        place = self.outputs / corpus.id / system.name / name
        with suppress(OSError):  # who writes there tells it
            place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _keep(self, corpus: Corpus, system: System, name: str, text: str) -> Path:
        place = self._kept(corpus, system, name)
        with whole_output(place) as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
        return place

    def _keep_beads(self, corpus: Corpus, system: System, name: str, beads: Iterable[Bead]) -> Path:
        lines = "".join(f"{format_bead(bead)}\n" for bead in beads)
        return self._keep(corpus, system, f"{name}.links", lines)

    def _sign(self, corpus: Corpus, system: System, signature: Signature) -> None:
        self._signatures[f"{system.name} on {corpus.id}"] = signature

    def _failed(self, corpus: Corpus, system: System, error: Exception) -> None:
        why = f"corpus '{corpus.id}', system '{system.name}': {error}"
        self._skip(why)
        if not isinstance(error, _AbsentError):
            self.failed.append(why)

    def _skip(self, why: str) -> None:
        self.skipped.append(why)
