"""The aligner with worse and worse models: on no novel below `--aligner lexical`.

    python eval/aligner_noise.py ../shared/data/align ../shared/data/mt/flores-dev

The bundled model with normal noise in its weight matrices, each share of a matrix's own standard
deviation; it translates and takes the second look. For every share: BLEU on the sentences of
PREFIX.fr and PREFIX.en, and the novels' strict and null F1, each novel's strict F1, and how many
beads that are right it gains or loses against `--aligner lexical`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import sacrebleu
from train_aligner import counts, load, shown  # the maintainers' reader of the gold files

from align.aligners.lexical import LexicalAligner
from align.aligners.translation import TranslationAligner
from align.errors import TranslationsUnused
from align.files import read_lines
from align.translators import open_translator
from align.translators.models import find_model

SHARES = (0.0, 0.3, 0.4)


def noisy(folder: Path, share: float) -> Path:
    """Write the bundled model with noise to a folder and return it."""
    shutil.copytree(find_model().folder, folder)
    rng = np.random.default_rng(1)
    weights = load_file(folder / "model.safetensors")
    for name, value in weights.items():
        if value.ndim == 2 and share:
            noise = (
                rng.standard_normal(value.shape, np.float32) * share * value.std(dtype=np.float32)
            )
            noise[~value.any(axis=1)] = 0.0  # the row of the pad, which must stay zero
            weights[name] = (value + noise).astype(value.dtype)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    return folder


def f1(count: np.ndarray) -> float:
    """Return strict F1."""
    return float(shown(count).split()[1].split("/")[2])


def main() -> None:
    """Print one row a share."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="the novels, as ../shared/README.md says")
    parser.add_argument("prefix", help="sentences and their reference, PREFIX.fr and PREFIX.en")
    options = parser.parse_args()
    texts = load(options.folder, lambda _name, _lines: {})
    novels = [text for text in texts if text.name != "textberg"]
    source, reference = (read_lines(f"{options.prefix}.{lang}") for lang in ("fr", "en"))
    lexical = LexicalAligner()
    found = [lexical.align(t.source, t.target) for t in novels]
    base = [counts([(b.sources, b.targets) for b in f], t.gold)
            for f, t in zip(found, novels, strict=True)]  # fmt: skip
    print("lexical:", shown(sum(base)), *(f"{f1(c):.3f}" for c in base), flush=True)
    with tempfile.TemporaryDirectory() as kept:
        for share in SHARES:
            model = str(noisy(Path(kept) / f"noise-{share}", share))
            translator = open_translator(model=model, cache=False)
            made = [t.text for t in translator.translate(source)]
            bleu = sacrebleu.corpus_bleu(made, [reference]).score
            aligner, rows, unused = TranslationAligner(), [], 0
            for text in novels:
                told = [t.text for t in translator.translate(text.source)]
                with warnings.catch_warnings(record=True) as said:
                    warnings.simplefilter("always", TranslationsUnused)
                    beads = aligner.align(
                        text.source, text.target, translations=told, scorer=translator.score
                    )
                unused += any(w.category is TranslationsUnused for w in said)
                rows.append(counts([(b.sources, b.targets) for b in beads], text.gold))
            print(
                f"noise {share}: BLEU {bleu:.1f}", shown(sum(rows)),
                *(f"{f1(row):.3f} ({row[2] - one[2]:+d})"
                  for row, one in zip(rows, base, strict=True)),
                f"without the translations: {unused}", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
