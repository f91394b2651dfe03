"""Learn the weights of both looks with translations, and report how well they carry over.

    python scripts/train_second.py ../shared/data/align align/aligners/weights.json --also BEFORE

Run it after `train_aligner.py`, and whenever the bundled model changes, which translates the French
texts and scores the beads in doubt. Five books are few, and each model errs elsewhere in them: so
models that shipped before it (`git log align/models`) may translate and score too; BEFORE is the
folder of one. The first look's weights, `both`, are the mean of what each model's translations
teach; the second look's are learnt from all of them at once. The objective is that of the first,
the conditional likelihood of the gold path, over the beads that the first look leaves, which the
model that knows the lexicon alone has a say in; for a text that is left out, all are learnt
without it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from train_aligner import (
    COUNT,
    Example,
    Text,
    beads_of,
    counts,
    examples_of,
    judged,
    learn,
    load,
    shown,
    shown_error,
)

from align.aligners.chain import weights_of
from align.aligners.features import FEATURES, NULL_FEATURES
from align.aligners.forced import LEAST, SECOND_FEATURES, dense, laid_out, second_features
from align.aligners.lexicon import read_lexicon
from align.aligners.search import likeliest_path, probabilities
from align.aligners.similarity import TYPES
from align.aligners.translation import SHARE

COLUMNS = len(SECOND_FEATURES)


class Doubtful:
    """The beads of an example that the first look leaves, and gold's; features of both looks."""

    def __init__(self, example: Example, beside: Example, text: Text, weights, scorer):
        """Search with the first look's weights and score what it leaves by forced decoding.

        `beside` is the same text as the lexicon alone sees it; `weights` are those of both.
        """
        self.example, self.name, self.gold = example, example.name, example.gold
        said = (example.scores(weights[0]), beside.scores(weights[1]))
        scores, *prices = (pooled(*parts) for parts in zip(*said, strict=True))
        _, beads, _ = probabilities(
            TYPES, scores, example.lo, example.hi, example.offsets, *prices,
            *[np.ones(len(example.node), bool)] * 2,
        )  # fmt: skip
        kept = (beads > LEAST) | example.is_gold
        self.rows, at = laid_out(kept, example.lo, example.offsets)
        self.at, self.left = at, beads[at] > LEAST
        self.first = [one.table[at].astype(np.float64) for one in (example, beside)]
        self.features = second_features(
            self.rows, np.zeros(len(self.rows)), text.source, text.target, scorer
        )
        self.scored_by(weights)
        self.is_gold = example.is_gold[at]
        example.table = None  # the largest by far

    def scored_by(self, weights) -> None:
        """Take other weights for the first look."""
        said = (table @ w[:COUNT] for table, w in zip(self.first, weights, strict=True))
        self.features[:, 0] = pooled(*said)

    def parts(self, w, chosen):
        """Return the scores of the chosen beads and the prices of nulls, as the search reads."""
        e, n = self.example, w[COLUMNS:]
        scores = dense(self.rows[chosen], (self.features @ w[:COLUMNS])[chosen], e.lo, e.offsets)
        x, y = ((side @ n[4:6])[:, None] for side in (e.x_null, e.y_null))
        return scores, x + n[0:2], y + n[2:4]

    def expectation(self, w, chosen, node, null):
        """Return log Z over the chosen beads and the expected features."""
        e = self.example
        scores, *prices = self.parts(w, chosen)
        z, beads, moves = probabilities(TYPES, scores, e.lo, e.hi, e.offsets, *prices, node, null)
        g = np.zeros(len(w))
        g[:COLUMNS] = beads[self.at].astype(np.float64) @ self.features
        g[COLUMNS : COLUMNS + 4] = moves.sum(0)
        source, target = moves[:, :2].sum(1), moves[:, 2:].sum(1)
        g[COLUMNS + 4 :] = (
            source @ e.x_null[np.maximum(e.i - 1, 0)] + target @ e.y_null[np.maximum(e.j - 1, 0)]
        )
        return z, g

    def loss(self, w):
        """Return the negative log likelihood of gold and its gradient."""
        e = self.example
        every = np.ones(len(e.node), bool)
        z, g = self.expectation(w, np.ones(len(self.rows), bool), every, every)
        gold_z, gold_g = self.expectation(w, self.is_gold, e.node, e.null)
        return z - gold_z, g - gold_g

    def decoded(self, w):
        """Return the likeliest beads among those that the first look leaves."""
        e = self.example
        scores, *prices = self.parts(w, self.left)
        path = likeliest_path(TYPES, scores, e.lo, e.hi, e.offsets, *prices)
        return beads_of(path, e.text)

    def judged(self, w):
        """Return the likeliest path's beads as (probability, whether gold has it)."""
        return judged(self.example, *self.parts(w, self.left), self.gold)


def pooled(translated, alone):
    """Return what the model with translations and the one without say together."""
    return (SHARE * translated + (1 - SHARE) * alone).astype(translated.dtype)


def learn_second(doubtful, first, *, models, prior=20.0, steps=50):
    """Return the weights of highest likelihood, held near the first look's own judgement.

    A text counts once, whatever the number of models that translated it. The prior was chosen by
    leaving books out: with .5, 3, 12, 20, 40 and 80 strict F1 is .931, .934, .936, .938, .936 and
    .935 (the mean of three models).
    """
    centre = np.concatenate([[1.0], np.zeros(COLUMNS - 1), first[COUNT:]])

    def total(w):
        parts = [d.loss(w) for d in doubtful]
        away = w - centre
        return (
            sum(p[0] for p in parts) / models + prior * away @ away / 2,
            sum(p[1] for p in parts) / models + prior * away,
        )

    return minimize(total, centre, jac=True, method="L-BFGS-B", options={"maxiter": steps})


class Translated:
    """The texts as one model translates and scores them, whole and thinned."""

    def __init__(self, folder, model, lexicon):
        """Read and translate."""
        from align.translators import open_translator

        self.translator, self.lexicon = open_translator(model=model), lexicon

        def translate(name, texts):
            return {model: [made.text for made in self.translator.translate(texts)]}

        rng = np.random.default_rng(5)
        self.plain = [t for t in load(folder, translate) if t.name != "textberg"]
        self.thin = [text.thinned(rng) for text in self.plain]

    def examples(self, texts, kind="both"):
        """Return the features of each text."""
        return [e for text in texts for e in examples_of(text, kind, self.lexicon)]

    def first(self, kind="both", *, check):
        """Return the first look's weights by the name of the text left out, "" for none."""
        examples = self.examples([*self.plain, *self.thin], kind)
        names = ["", *(text.name for text in self.plain if check)]
        return {name: learn([e for e in examples if e.name != name]).x for name in names}

    def doubtful(self, texts, first):
        """Search with the first look and score what it leaves."""
        return [
            Doubtful(e, beside, text, first, self.translator.score)
            for e, beside, text in zip(
                self.examples(texts), self.examples(texts, "lexicon"), texts, strict=True
            )
        ]


class Looks:
    """All that the models tell of the texts, from which both looks are learnt."""

    def __init__(self, folder, models, *, check):
        """Translate, learn the first look, score what it leaves by the second."""
        lexicon = read_lexicon(Path(__file__).parent.parent / "align/models/fr-en/lexicon.npz")
        told = [Translated(folder, model, lexicon) for model in models]
        each = [one.first(check=check) for one in told]
        alone = told[0].first("lexicon", check=True) if check else {}
        alone[""] = weights_of("lexicon")  # as `train_aligner.py` has learnt them
        self.first = {
            name: (np.mean([learnt[name] for learnt in each], axis=0).round(4), alone[name])
            for name in each[0]
        }
        self.number = len(models)
        self.plain = [one.doubtful(one.plain, self.first[""]) for one in told]
        thin = [one.doubtful(one.thin, self.first[""]) for one in told]
        self.every = [d for kind in (self.plain, thin) for one in kind for d in one]

    def learnt(self, name=""):
        """Return what is learnt without one text; its own features are scored anew too."""
        first = self.first[name]
        for d in self.every:
            d.scored_by(first)
        return learn_second([d for d in self.every if d.name != name], first[0], models=self.number)


def main() -> None:
    """Train, check, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument(
        "--also", metavar="MODEL", action="append", default=[], help="a model besides the bundled"
    )
    parser.add_argument("--no-check", action="store_true", help="skip the left-out documents")
    options = parser.parse_args()

    looks = Looks(options.folder, ("bundled", *options.also), check=not options.no_check)
    result = looks.learnt()
    written = json.loads(options.output.read_text())
    for kind, names, weights in (
        ("both", FEATURES, looks.first[""][0]),
        ("second", (*SECOND_FEATURES, *NULL_FEATURES), result.x),
    ):
        written[kind] = {f: round(float(w), 4) for f, w in zip(names, weights, strict=True)}
        print(kind, written[kind])
    options.output.write_text(json.dumps(written, indent=1) + "\n")
    bundled = looks.plain[0]
    print("  loss", f"{result.fun:.1f}")
    print("  trained on", shown(sum(counts(d.decoded(result.x), d.gold) for d in bundled)))
    if options.no_check:
        return
    total, sure = np.zeros(7), []
    for d in bundled:
        w = looks.learnt(d.name).x
        found = counts(d.decoded(w), d.gold)
        sure += d.judged(w)
        total += found
        print(f"    {d.name:30} {shown(found)}", flush=True)
    print("  left out  ", shown(total), shown_error(sure))


if __name__ == "__main__":
    main()
