"""Model 1's evidence of target windows: a few rows of sums say what all of them would."""

import math
import tracemalloc

import numpy as np
import pytest

from align.aligners.band import Band
from align.aligners.lexicon import Lexicon
from align.aligners.model1 import evidence
from align.aligners.similarity import MOST
from align.aligners.tokens import TRUST, tokens

WORDS = [f"mot{chr(97 + k)}{end}" for k in range(12) for end in ("", "s")]
LEXICON = Lexicon.from_rows({w: [(f"{w}s", 0.6), (w, 0.3)] for w in WORDS[:-6:2]})


def texts(random, count):
    return [" ".join(random.choice(WORDS, random.integers(0, 9))) for _ in range(count)]


def with_all_rows(t, band):
    """The evidence of target windows from sums over all target segments of a source segment."""
    out = np.zeros((MOST, int(band.offsets[-1])))
    before = np.concatenate([[0.0], np.cumsum(t.counts)])[t.target_offsets]
    for i in range(len(t.source_offsets) - 1):
        said = t.source[t.source_offsets[i] : t.source_offsets[i + 1]]
        low, high = int(band.lo[i]), int(band.hi[i])
        shared = np.zeros((high - low + 1, len(said)))
        for j in range(low, high):
            shared[j + 1 - low] = shared[j - low]
            for u in range(t.target_offsets[j], t.target_offsets[j + 1]):
                for k, w in enumerate(said):
                    row = slice(t.row_offsets[w], t.row_offsets[w + 1])
                    p = t.row_p[row][t.row_words[row] == t.target[u]].sum()
                    shared[j + 1 - low, k] += p * t.counts[u] / t.chance[t.target[u]]
            for b in range(min(MOST, j + 1 - low)):
                start = j - b - low
                scale = TRUST / max(before[j + 1] - before[j - b], 1.0)
                ratios = 1 - TRUST + scale * (shared[j + 1 - low] - shared[start])
                out[b, band.offsets[i] + start] = sum(map(math.log, ratios))
    return out


@pytest.mark.parametrize("seed", range(4))
def test_it_is_that_of_all_rows_also_where_they_go_round(seed):
    random = np.random.default_rng(seed)
    x, y = texts(random, 9), texts(random, 30)
    t = tokens(x, y, lexicon=LEXICON, translations=None)
    lo = np.sort(random.integers(0, 12, 9))
    for band in (Band.whole(9, 30), Band.of(lo, np.sort(lo + random.integers(0, 18, 9)))):
        assert np.allclose(evidence(t, band).to_source, with_all_rows(t, band), atol=1e-9)


def test_a_file_that_lost_its_newlines_takes_no_room_by_the_other_sides_lines():
    x, y = ["mota motb motc " * 10_000], ["motas"] * 2000  # 480 MB, were every row kept
    t = tokens(x, y, lexicon=LEXICON, translations=None)
    tracemalloc.start()
    try:
        evidence(t, Band.whole(1, 2000))
        assert tracemalloc.get_traced_memory()[1] < 50e6
    finally:
        tracemalloc.stop()
