"""Learn the aligner's weights from texts with gold beads, and report how well they carry over.

    python scripts/train_aligner.py ../shared/data/align align/aligners/weights.json

The folder holds `transread/NAME.fr .en .links` and `textberg/1957.*` as ../shared/README.md says;
the French texts are translated by the bundled model. Conditional likelihood of the gold path,
L-BFGS, one set of weights for each kind of evidence: cognates, lexicon, translation, both. Each
set is checked by leaving out one document at a time.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.aligners.band import Band
from align.aligners.chain import LARGEST
from align.aligners.features import BEAD_FEATURES, FEATURES, bead_table, null_table
from align.aligners.lexicon import read_lexicon
from align.aligners.nulls import joined_nulls
from align.aligners.search import likeliest_path, nodes, probabilities
from align.aligners.similarity import TYPES
from align.aligners.views import forward_view
from align.beadfile import parse_beads
from align.files import read_lines, read_text
from align.metrics.calibration import calibrate
from align.records import Bead

COUNT = len(BEAD_FEATURES)
HALF = 20
START = dict(
    zip(
        FEATURES,
        [-5, 0, 0, 0, -5, 10, -10, 0, 0, -1] + [0] * 8 + [-6, -5, -6, -5, 0, 0],
        strict=True,
    )
)
Gold = list[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass
class Text:
    """A document pair with gold beads and translations of either side."""

    name: str
    source: list[str]
    target: list[str]
    gold: Gold
    translations: dict[str, list[str]] = field(default_factory=dict)
    reverse: dict[str, list[str]] = field(default_factory=dict)

    def thinned(self, rng: np.random.Generator) -> Text:
        """Drop runs of whole beads from one side, so that the other side becomes nulls."""
        drop: tuple[set[int], set[int]] = (set(), set())
        k = 0
        while k < len(self.gold):
            if rng.random() < 0.012:
                side = int(rng.random() < 0.5)
                run = min(
                    int(rng.geometric(0.3)) if rng.random() < 0.8 else int(rng.integers(8, 60)),
                    len(self.gold) // 6,
                )
                for bead in self.gold[k : k + run]:
                    if bead[0] and bead[1]:
                        drop[side].update(bead[side])
                k += run + 3
            k += 1
        kept = [
            [i for i in range(len(x)) if i not in d]
            for x, d in zip((self.source, self.target), drop, strict=True)
        ]
        new = [{old: i for i, old in enumerate(k)} for k in kept]
        gold = [
            (tuple(new[0][i] for i in s if i in new[0]), tuple(new[1][j] for j in t if j in new[1]))
            for s, t in self.gold
        ]
        return Text(
            self.name, [self.source[i] for i in kept[0]], [self.target[j] for j in kept[1]],
            [g for g in gold if g[0] or g[1]],
            {k: [v[i] for i in kept[0]] for k, v in self.translations.items()},
            {k: [v[j] for j in kept[1]] for k, v in self.reverse.items()},
        )  # fmt: skip


class Example:
    """The features of all beads in the band around the gold path, and which of them are gold."""

    def __init__(self, text: Text, *, lexicon=None, translations=None, reverse=None):
        """Compute the features of a text."""
        self.text, self.name, self.gold = text, text.name, text.gold
        # Pairs with a lexicon are aligned by it: for the rest, the novels only hold the weights.
        given = lexicon is not None or translations is None
        self.weight = 1.0 if given or text.name == "textberg" else 0.1
        n, m = len(text.source), len(text.target)
        self.n, self.m = n, m
        band = _gold_band(text.gold, n, m)
        self.lo, self.hi, self.offsets = band.lo, band.hi, band.offsets
        view = forward_view(
            text.source, text.target, lexicon=lexicon, translations=translations, band=band
        )
        self.table, self.valid = bead_table(view)
        self.x_null, self.y_null = null_table(view)
        if reverse is not None:
            back_band = band.transposed(m)
            back = forward_view(text.target, text.source, translations=reverse, band=back_band)
            table, _ = bead_table(back)
            self.table = 0.5 * (self.table + _exchanged(table, band, back_band))
            y, x = null_table(back)
            self.x_null, self.y_null = 0.5 * (self.x_null + x), 0.5 * (self.y_null + y)
        self._mark_gold(text.gold)

    def _mark_gold(self, gold: Gold) -> None:
        first, last, no = nodes(self.lo, self.hi)
        self.i = np.repeat(np.arange(self.n + 1), last - first + 1)
        self.j = np.concatenate([np.arange(a, b + 1) for a, b in zip(first, last, strict=True)])
        self.node = np.zeros(no[-1], bool)
        self.null = np.zeros(no[-1], bool)
        self.is_gold = np.zeros(self.valid.shape, bool)
        index = {tuple(t): k for k, t in enumerate(TYPES.tolist())}

        def allow(i: int, j: int, null: bool = False) -> None:
            if first[i] <= j <= last[i]:
                self.node[no[i] + j - first[i]] = True
                self.null[no[i] + j - first[i]] |= null

        def mark(i: int, j: int, a: int, b: int) -> None:
            if self.lo[i] <= j < self.hi[i]:
                self.is_gold[index[a, b], self.offsets[i] + j - self.lo[i]] = True

        i = j = 0
        allow(0, 0)
        for a, b, kind in _blocks(gold, self.n, self.m):
            if kind == "bead" and (a, b) in index:
                mark(i, j, a, b)
            elif kind == "null":
                for u in range(a + 1):
                    for v in range(b + 1):
                        if u or v:
                            allow(i + u, j + v, null=True)
            else:  # too large for one bead, or out of order: any path through the block
                for u in range(a + 1):
                    for v in range(b + 1):
                        allow(i + u, j + v, null=kind == "free" and bool(u or v))
                        for x, y in index:
                            if u + x <= a and v + y <= b:
                                mark(i + u, j + v, x, y)
            i, j = i + a, j + b
            allow(i, j)
        self.is_gold &= self.valid

    def scores(self, w):
        """Return the beads' and nulls' scores under weights `w`."""
        s = (self.table @ w[:COUNT].astype(np.float32)).astype(np.float32)
        s[~self.valid] = -1e9
        n = w[COUNT:]
        return s, (self.x_null @ n[4:6])[:, None] + n[0:2], (self.y_null @ n[4:6])[:, None] + n[2:4]

    def expectation(self, s, x, y, node, null):
        """Return log Z and the expected features."""
        z, beads, moves = probabilities(TYPES, s, self.lo, self.hi, self.offsets, x, y, node, null)
        g = np.zeros(len(FEATURES))
        g[:COUNT] = beads.ravel() @ self.table.reshape(-1, COUNT)
        g[COUNT : COUNT + 4] = moves.sum(0)
        source, target = moves[:, :2].sum(1), moves[:, 2:].sum(1)
        g[COUNT + 4 :] = (
            source @ self.x_null[np.maximum(self.i - 1, 0)]
            + target @ self.y_null[np.maximum(self.j - 1, 0)]
        )
        return z, g

    def loss(self, w):
        """Return the negative log likelihood of gold and its gradient."""
        s, x, y = self.scores(w)
        everything = np.ones(len(self.node), bool)
        z, g = self.expectation(s, x, y, everything, everything)
        s[~self.is_gold] = -1e9
        gold_z, gold_g = self.expectation(s, x, y, self.node, self.null)
        if gold_z < -1e17:
            raise SystemExit(f"{self.name}: the gold path does not fit into the band")
        return self.weight * (z - gold_z), self.weight * (g - gold_g)

    def decoded(self, w):
        """Return the beads of the likeliest path."""
        band = (self.lo, self.hi, self.offsets)
        s, x, y = self.scores(w)
        return beads_of(likeliest_path(TYPES, s, *band, x, y), self.text)

    def judged(self, w):
        """Return the likeliest path's beads as (probability, whether gold has it)."""
        s, x, y = self.scores(w)
        return judged(self, s, x, y, self.gold)


def beads_of(path, text: Text) -> Gold:
    """Return a path's beads as the aligner gives them out, nulls of neighbours as one."""
    beads = [Bead(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, a, j, b in path.tolist()]
    found = joined_nulls(beads, text.source, text.target, largest=LARGEST)
    return [(bead.sources, bead.targets) for bead in found]


def judged(example, scores, x, y, gold) -> list[tuple[float, bool]]:
    """Search as the aligner does; return each bead's probability and whether gold has it."""
    band = (example.lo, example.hi, example.offsets, x, y)
    everything = np.ones(len(example.node), bool)
    _, beads, _ = probabilities(TYPES, scores, *band, everything, everything)
    right = {(s, t) for s, t in gold}
    index = {tuple(t): k for k, t in enumerate(TYPES.tolist())}
    out = []
    for i, a, j, b in likeliest_path(TYPES, scores, *band).tolist():
        if a and b:
            chance = beads[index[a, b], example.offsets[i] + j - example.lo[i]]
            out.append((float(chance), (tuple(range(i, i + a)), tuple(range(j, j + b))) in right))
    return out


def shown_error(found: list[tuple[float, bool]]) -> str:
    """Render the expected calibration error of (probability, right)."""
    error = calibrate([min(1.0, p) for p, _ in found], [r for _, r in found]).error
    return f"calibration error {error.value:.3f} on {error.count} beads"


def _blocks(gold: Gold, n: int, m: int) -> list[tuple[int, int, str]]:
    """Cut gold into monotone blocks (source segments, target segments, kind).

    Kinds: `bead`; `null`, a run of nulls of either side, which have no order of their own; and
    `free`, where gold crosses. Segments that gold does not name are nulls.
    """
    named = ({i for s, _ in gold for i in s}, {j for _, t in gold for j in t})
    beads = list(gold)
    beads += [((i,), ()) for i in range(n) if i not in named[0]]
    beads += [((), (j,)) for j in range(m) if j not in named[1]]
    full = sorted((b for b in beads if b[0] and b[1]), key=lambda b: b[0])
    blocks: list[tuple[int, int, str]] = []
    i = j = k = 0
    while k < len(full) or i < n or j < m:
        if k == len(full):
            blocks.append((n - i, m - j, "null"))
            break
        members = [full[k]]
        k += 1
        while True:  # take in beads until nothing before the block's end is left outside
            i_end = max(max(s) for s, _ in members) + 1
            j_end = max(max(t) for _, t in members) + 1
            more = [b for b in full[k:] if min(b[0]) < i_end or min(b[1]) < j_end]
            if not more:
                break
            k += len(more)
            members += more
            full[k - len(more) : k] = more
        i_start, j_start = min(min(s) for s, _ in members), min(min(t) for _, t in members)
        if i_start > i or j_start > j:
            blocks.append((i_start - i, j_start - j, "null"))
        a, b = i_end - i_start, j_end - j_start
        whole = len(members) == 1 and len(members[0][0]) == a and len(members[0][1]) == b
        blocks.append((a, b, "bead" if whole else "free"))
        i, j = i_end, j_end
    return blocks


def _gold_band(gold: Gold, n: int, m: int) -> Band:
    lo, hi, i, j = np.full(n, m), np.zeros(n, np.int64), 0, 0
    for a, b, _ in _blocks(gold, n, m):
        lo[i : i + a], hi[i : i + a] = j, j + b
        i, j = i + a, j + b
    lo, hi = np.maximum(0, lo - HALF), np.minimum(m, hi + HALF)
    lo[0], hi[-1] = 0, m
    lo = np.minimum.accumulate(lo[::-1])[::-1]
    return Band.of(
        np.minimum(lo, m - 1).astype(np.int64), np.maximum.accumulate(hi).astype(np.int64)
    )


def _exchanged(table, band: Band, back: Band):
    """A table of the backward direction, laid out as the forward one."""
    index = {tuple(t): k for k, t in enumerate(TYPES.tolist())}
    i = np.repeat(np.arange(len(band.lo)), np.diff(band.offsets))
    j = np.arange(band.offsets[-1]) - band.offsets[i] + band.lo[i]
    inside = j < len(back.lo)
    j = np.minimum(j, len(back.lo) - 1)
    cell = np.clip(back.offsets[j] + i - back.lo[j], 0, table.shape[1] - 1)
    out = np.zeros((len(TYPES), band.offsets[-1], COUNT), np.float32)
    for (a, b), t in index.items():
        out[t] = np.where(inside[:, None], table[index[b, a], cell], 0)
    swap = [
        BEAD_FEATURES.index(x)
        for x in (
            "evidence-target",
            "evidence-source",
            "evidence-target-mean",
            "evidence-source-mean",
        )
    ]
    out[:, :, swap] = out[:, :, [swap[1], swap[0], swap[3], swap[2]]]
    return out


def learn(examples, *, steps=45, prior=0.1):
    """Return the weights of highest likelihood, held near START by a Gaussian prior."""
    centre = np.array([START[f] for f in FEATURES], float)

    def total(w):
        parts = [e.loss(w) for e in examples]
        away = w - centre
        return sum(p[0] for p in parts) + prior * away @ away / 2, sum(
            p[1] for p in parts
        ) + prior * away

    return minimize(total, centre, jac=True, method="L-BFGS-B", options={"maxiter": steps})


def counts(predicted, gold):
    """Return right, predicted, found, gold without nulls; right nulls, nulls, gold nulls."""
    g, p = set(gold), set(predicted)
    full = [x for x in gold if x[0] and x[1]]

    def nulls(beads):
        return {(0, i) for s, t in beads if not t for i in s} | {
            (1, j) for s, t in beads if not s for j in t
        }

    a, b = nulls(p), nulls(g)
    return np.array(
        [
            len(g & p),
            len(predicted),
            sum(x in p for x in full),
            len(full),
            len(a & b),
            len(a),
            len(b),
        ]
    )


def shown(c):
    """Render counts as strict and null precision, recall, F1."""

    def f1(p, r):
        return f"{p:.3f}/{r:.3f}/{2 * p * r / max(p + r, 1e-9):.4f}"

    return (
        "strict "
        + f1(c[0] / c[1], c[2] / c[3])
        + " null "
        + f1(c[4] / max(c[5], 1), c[4] / max(c[6], 1))
    )


def links(path: Path) -> Gold:
    """Return gold beads, `[0]:[0, 1]` a line."""
    return [(b.sources, b.targets) for b in parse_beads(read_text(path), name=str(path))]


def load(folder: Path, translate) -> list[Text]:
    """Read the novels and Text+Berg."""
    texts = []
    for path in sorted((folder / "transread").glob("*.links")):
        fr, en = read_lines(path.with_suffix(".fr")), read_lines(path.with_suffix(".en"))
        texts.append(Text(path.stem, fr, en, links(path), translate(path.stem, fr)))
    base = folder / "textberg"
    texts.append(Text(
        "textberg", read_lines(base / "1957.de"), read_lines(base / "1957.fr"),
        links(base / "1957.links"),
        {s: read_lines(base / f"1957.de.{s}.mt-fr") for s in ("google", "europarlfull")},
        {s: read_lines(base / f"1957.fr.{s}.mt-de") for s in ("google", "europarlfull")},
    ))  # fmt: skip
    return texts


def examples_of(text: Text, kind: str, lexicon) -> list[Example]:
    """Return the examples that a text gives for a kind of evidence."""
    if kind == "cognates":
        return [Example(text)]
    if text.name == "textberg":
        if kind != "translation":
            return []
        systems = list(text.translations)
        return [
            Example(text, translations=text.translations[s], reverse=r)
            for s in systems
            for r in (None, text.reverse[s])
        ]
    if kind == "lexicon":
        return [Example(text, lexicon=lexicon)]
    given = lexicon if kind == "both" else None
    return [Example(text, lexicon=given, translations=t) for t in text.translations.values()]


def main() -> None:
    """Train, check, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument(
        "--kinds", nargs="+", default=["cognates", "lexicon", "translation", "both"]
    )
    parser.add_argument("--no-check", action="store_true", help="skip the left-out documents")
    parser.add_argument(
        "--cache", type=Path, help="folder of NAME.SYSTEM translations, else the bundled model's"
    )
    parser.add_argument("--prior", type=float, default=0.1)
    options = parser.parse_args()

    def translate(name, texts):
        if options.cache:
            return {p.suffix: read_lines(p) for p in sorted(options.cache.glob(f"{name}.mt*"))}
        from align.translators import open_translator

        return {"bundled": [t.text for t in open_translator().translate(texts)]}

    lexicon = read_lexicon(Path(__file__).parent.parent / "align/models/fr-en/lexicon.npz")
    texts = load(options.folder, translate)
    written = json.loads(options.output.read_text()) if options.output.exists() else {}
    for kind in options.kinds:
        begin = time.time()
        plain = {t.name: examples_of(t, kind, lexicon) for t in texts}
        rng = np.random.default_rng(5)
        thin = {t.name: examples_of(t.thinned(rng), kind, lexicon) for t in texts}
        together = [e for name in plain for e in plain[name] + thin[name]]
        result = learn(together, prior=options.prior)
        print(f"{kind}: loss {result.fun:.1f}, {time.time() - begin:.0f} s")
        written[kind] = {f: round(float(w), 4) for f, w in zip(FEATURES, result.x, strict=True)}
        options.output.write_text(json.dumps(written, indent=1) + "\n")
        print({f: round(float(w), 2) for f, w in zip(FEATURES, result.x, strict=True)})
        for title, held in (("trained on", False), ("left out", True)):
            if held and options.no_check:
                continue
            total = np.zeros(7)
            each = {}
            sure = []
            for name, es in plain.items():
                w = result.x
                if held and es:
                    rest = [
                        e for other in plain if other != name for e in plain[other] + thin[other]
                    ]
                    w = learn(rest, prior=options.prior).x
                for e in es:
                    sure += e.judged(w)
                    found = counts(e.decoded(w), e.gold)
                    total += found / len(es)
                    each.setdefault(name, []).append(shown(found))
            print(f"  {title:10} {shown(total)}")
            print(f"  {title:10} {shown_error(sure)}")
            for name, figures in each.items():
                print(f"    {name:30} {'; '.join(figures)}", flush=True)


if __name__ == "__main__":
    main()
