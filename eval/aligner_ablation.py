"""What each ingredient of the aligner adds: strict and null F1 with one of them taken away.

    python eval/aligner_ablation.py ../shared/data/align

Novels: French lines translated by the bundled model, lexicon, cognates, and the model's second
look. The last rows degrade the translations: the aligner then does without them. Text+Berg: the
translations of 2010 beside it, Google's and the Europarl system's, in both directions. A feature
is taken away by setting its weight to nothing, without learning the others anew, so a row says
what the finished model leans on, not what a model without it could reach.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from train_aligner import counts, load, shown  # the maintainers' reader of the gold files

from align.aligners import translation
from align.aligners.chain import weights_of
from align.aligners.features import FEATURES
from align.aligners.length import LengthAligner
from align.aligners.lexical import LexicalAligner
from align.aligners.translation import TranslationAligner
from align.translators import open_translator

GROUPS = {
    "all": (),
    "without model 1": ("evidence",),
    "without lengths": ("length-",),
    "without neighbours (CSLS)": ("neighbours",),
    "without edges and growth": ("weakest-edge", "edges-lost", "growth"),
}


def kept(share: float, texts: list[str]) -> list[str]:
    """Return texts with a share of their words."""
    rng = random.Random(1)
    return [" ".join(w for w in text.split() if rng.random() < share) for text in texts]


DEGRADED = {
    "half of the words": lambda mt: kept(0.5, mt),
    "a tenth of the words": lambda mt: kept(0.1, mt),
    "translations shuffled": lambda mt: random.Random(1).sample(mt, len(mt)),
    "one translation for all": lambda mt: ["The man said."] * len(mt),
}


@contextmanager
def without(prefixes: tuple[str, ...]) -> Iterator[None]:
    """Set the weights of features with these beginnings to 0."""

    def thinned(kind: str) -> np.ndarray:
        keep = [not f.startswith(prefixes) if prefixes else True for f in FEATURES]
        return weights_of(kind) * np.array(keep, float)

    with patch.object(translation, "weights_of", thinned):
        yield


def total(texts, aligned) -> str:
    """Return strict and null precision, recall, F1 over texts."""
    return shown(sum(counts([(b.sources, b.targets) for b in aligned(t)], t.gold) for t in texts))


def main() -> None:
    """Print a row a setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    translator = open_translator()
    texts = load(options.folder, lambda _, x: {"": [t.text for t in translator.translate(x)]})
    novels = [t for t in texts if t.name != "textberg"]
    (berg,) = (t for t in texts if t.name == "textberg")
    french = TranslationAligner()
    german = TranslationAligner(source_lang="de", target_lang="fr")

    def novel(t, scorer=translator.score, change=list):
        mt = change(t.translations[""])
        return french.align(t.source, t.target, translations=mt, scorer=scorer)

    def given(system, directions):
        forward, backward = berg.translations[system], berg.reverse[system]
        chosen = (forward, backward) if directions == 2 else (forward, None)
        return lambda t: german.align(t.source, t.target, translations=chosen[0], reverse=chosen[1])

    print("precision/recall/F1")
    for name, prefixes in GROUPS.items():
        with without(prefixes):
            print(f"novels, {name:28} {total(novels, novel)}")
            for system in ("google", "europarlfull"):
                print(f"Text+Berg {system}, {name:28} {total([berg], given(system, 2))}")
    for system in ("google", "europarlfull"):
        print(f"Text+Berg {system}, one direction only      {total([berg], given(system, 1))}")
    with patch.object(translation, "SHARE", 1.0):
        print(f"novels, without the say of the lexicon alone {total(novels, novel)}")
    with patch.object(translation, "joined_nulls", lambda beads, *_, **__: tuple(beads)):
        print(f"novels, without omissions as one bead {total(novels, novel)}")
        for system in ("google", "europarlfull"):
            apart = total([berg], given(system, 2))
            print(f"Text+Berg {system}, without omissions as one bead {apart}")
    bare = TranslationAligner(source_lang="", target_lang="")  # knows no lexicon
    rest = {
        "novels, --aligner lexical": LexicalAligner().align,
        "novels, --aligner length": LengthAligner().align,
    }
    for title, align in rest.items():
        print(f"{title:36} {total(novels, lambda t, align=align: align(t.source, t.target))}")
    first = total(novels, lambda t: novel(t, None))
    print(f"novels, without the second look      {first}")
    for title, change in DEGRADED.items():
        worse = total(novels, lambda t, change=change: novel(t, None, change))
        print(f"novels, {title:28} {worse}")
    alone = total(novels, lambda t: bare.align(t.source, t.target, translations=t.translations[""]))
    print(f"novels, translations, no lexicon     {alone}")


if __name__ == "__main__":
    main()
