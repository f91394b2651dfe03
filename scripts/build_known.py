"""List the words that sentence pairs have, so that misspelt names are told from them.

    python scripts/build_known.py align/models/fr-en/known.txt.xz ../shared/data/train OTHER...

Reads every `*.tsv` and `*.tsv.xz` of the folders (source TAB target). Kept are words of four
letters and more that occur twice: of the source language in lower case, of the target language
with a capital.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections import Counter
from pathlib import Path

from build_lexicon import pairs

from align.errors import MarialignError, ReadError

WORD = re.compile(r"[^\W\d_]{4,}")


def known(folders: list[Path]) -> list[str]:
    """Return the words of all pairs, sorted.

    Raises:
        ReadError: there are none.
    """
    source: Counter[str] = Counter()
    target: Counter[str] = Counter()
    for folder in folders:
        for one, other in pairs(folder):
            source.update(word for word in WORD.findall(one) if word.islower())
            target.update(word for word in WORD.findall(other) if word[0].isupper())
    words = [word for words in (source, target) for word, count in words.items() if count >= 2]
    if not words:
        raise ReadError(
            f"{', '.join(map(str, folders))}: SOURCE TAB TARGET in files *.tsv or *.tsv.xz was "
            "expected there, with words that occur twice."
        )
    return sorted(words)


def main() -> None:
    """Write a list; errors become one sentence on stderr and an exit code of 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    try:
        words = known(options.folders)
    except MarialignError as error:
        print(f"build_known: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    packed = lzma.compress("\n".join(words).encode(), preset=9 | lzma.PRESET_EXTREME)
    options.output.write_bytes(packed)
    print(f"{len(words)} words, {len(packed)} bytes")


if __name__ == "__main__":
    main()
