"""Accuracy of French-or-English detection on cuts of three words and on whole sentences.

Run from the checkout: `python eval/segment_language.py [FOLDER] [--peers]`; FOLDER holds
flores-dev.fr and flores-dev.en (default: ../shared/data/mt).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from align.files import read_lines

Identify = Callable[[list[str]], list[str]]


def cuts(line: str, size: int) -> list[str]:
    """Return a line's consecutive cuts of `size` words; a rest that is shorter is left out."""
    words = line.split()
    return [" ".join(words[i : i + size]) for i in range(0, len(words) - size + 1, size)]


def ours(texts: list[str]) -> list[str]:
    """Identify with the project's own model."""
    from align.languages import identify

    return [lang for lang, _ in identify(texts, langs=("fr", "en"))]


def by_py3langid(texts: list[str]) -> list[str]:
    """Identify with py3langid, restricted to the pair."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(["en", "fr"])
    return [detector.classify(text)[0] for text in texts]


def by_lingua(texts: list[str]) -> list[str]:
    """Identify with lingua, restricted to the pair."""
    from lingua import Language, LanguageDetectorBuilder

    pair = (Language.FRENCH, Language.ENGLISH)
    detector = LanguageDetectorBuilder.from_languages(*pair).build()
    found = [detector.detect_language_of(text) for text in texts]
    return ["fr" if lang == Language.FRENCH else "en" for lang in found]


def main() -> None:
    """Print accuracy and time for each detector."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/data/mt", type=Path)
    parser.add_argument("--peers", action="store_true", help="measure the libraries too")
    parser.add_argument("--errors", action="store_true", help="print what we get wrong")
    options = parser.parse_args()
    detectors: list[tuple[str, Identify]] = [("marialign", ours)]
    if options.peers:
        detectors += [("py3langid", by_py3langid), ("lingua", by_lingua)]
    lines = {lang: read_lines(options.folder / f"flores-dev.{lang}") for lang in ("fr", "en")}
    for size in (1, 2, 3, 5, 0):
        for name, detect in detectors:
            right = total = 0
            begin = time.perf_counter()
            for lang, texts in lines.items():
                items = [cut for line in texts for cut in (cuts(line, size) if size else [line])]
                found = detect(items)
                if options.errors and name == "marialign" and size in (0, 3):
                    print([t for t, f in zip(items, found, strict=True) if f != lang])
                right += sum(label == lang for label in found)
                total += len(items)
            seconds = time.perf_counter() - begin
            label = f"{size} words" if size else "sentences"
            print(f"{label:10} {name:10} {right / total:.4f} of {total:6} in {seconds:.2f} s")


if __name__ == "__main__":
    main()
