"""Sums over cells against plain numpy on dense vectors."""

import re
from collections import Counter

import numpy as np
import pytest

from align.aligners.bags import make_bags
from align.aligners.band import Band
from align.aligners.lexicon import Lexicon
from align.aligners.model1 import evidence
from align.aligners.similarity import (
    MOST,
    OUTSIDE,
    TYPES,
    cell_sums,
    cosine,
    local_means,
    window_norms,
)
from align.aligners.tokens import TRUST, tokens
from align.aligners.words import plain_numbers, tokenize, words

X = (
    "Le chat noir dort.", "", "Il a 12,5 millions d’euros.", "Lormeau !", "Le chat, le chien.",
    "Le chien boit de l’eau noire.", "Oui.",
)  # fmt: skip
Y = (
    "The black cat sleeps.", "He has 12.5 million euros.", "Lormeau! Lormeau!", "", "Yes.",
    "The cat, the dog, the black water.",
)  # fmt: skip
MT = (
    "The black cat sleeps.", "", "He has 12,5 million euros.", "Lormeau!", "The cat, the dog.",
    "The dog drinks black water.", "Yes.",
)  # fmt: skip
LEXICON = Lexicon.from_rows(
    {
        "le": [("the", 0.7)], "chat": [("cat", 0.9), ("cats", 0.1)], "noir": [("black", 0.8)],
        "noire": [("black", 0.7), ("dark", 0.2)], "eau": [("water", 0.95)], "oui": [("yes", 0.9)],
        "chien": [("dog", 0.9)],
    }
)  # fmt: skip
BANDS = {
    "whole": (np.zeros(7, np.int64), np.full(7, 6, np.int64)),
    "narrow": (np.array([0, 0, 0, 1, 2, 2, 3]), np.array([2, 3, 3, 5, 5, 6, 6])),
}


def dense(bags):
    out = np.zeros((bags.count, bags.width))
    for i in range(bags.count):
        for k in range(bags.offsets[i], bags.offsets[i + 1]):
            out[i, bags.columns[k]] += bags.values[k]
    return out


def plain_cosine(x, y, i, a, j, b):
    one, other = x[i : i + a].sum(axis=0), y[j : j + b].sum(axis=0)
    lengths = [max(np.sqrt(max(v @ v, 0)), 1e-6) for v in (one, other)]
    return float(one @ other / lengths[0] / lengths[1])


def inside(band, i, a, j, b):
    return all(band.lo[r] <= j and j + b <= band.hi[r] for r in range(i, i + a))


@pytest.fixture(params=BANDS)
def made(request):
    band = Band.of(*(side.astype(np.int64) for side in BANDS[request.param]))
    x, y = make_bags(X, Y, lexicon=LEXICON, translations=MT)
    sums = cell_sums(x, y, band)
    norms = tuple(window_norms(b) for b in (x, y))
    return band, dense(x), dense(y), sums, norms


def every_bead():
    for a, b in TYPES.tolist():
        for i in range(len(X) - a + 1):
            for j in range(len(Y) - b + 1):
                yield i, a, j, b


def test_cosines_are_those_of_the_summed_vectors(made):
    band, x, y, sums, norms = made
    seen = 0
    for i, a, j, b in every_bead():
        found = cosine(i, a, j, b, sums, band.lo, band.hi, band.offsets, *norms)
        if inside(band, i, a, j, b):
            assert found == pytest.approx(plain_cosine(x, y, i, a, j, b), abs=1e-5)
            seen += found > 0.1
        else:
            assert found == OUTSIDE
    assert seen > 20


def test_norms_are_those_of_the_summed_vectors(made):
    _, x, y, _, norms = made
    for side, found in zip((x, y), norms, strict=True):
        for i in range(len(side)):
            for a in range(1, min(MOST, len(side) - i) + 1):
                expected = max(np.linalg.norm(side[i : i + a].sum(axis=0)), 1e-6)
                assert found[a - 1, i] == pytest.approx(expected, rel=1e-5)


def test_local_means_are_those_of_the_three_best(made):
    band, x, y, sums, norms = made
    rows, columns = local_means(sums, band, *norms)
    for t, (a, b) in enumerate(TYPES.tolist()):
        table = np.zeros((len(X), len(Y)))
        for i in range(len(X) - a + 1):
            for j in range(len(Y) - b + 1):
                if inside(band, i, a, j, b):
                    table[i, j] = max(0.0, plain_cosine(x, y, i, a, j, b))
        expected = np.sort(table, axis=1)[:, -3:].mean(axis=1)
        assert rows[t] == pytest.approx(expected, abs=1e-5)
        expected = np.sort(table, axis=0)[-3:].mean(axis=0)
        assert columns[t] == pytest.approx(expected, abs=1e-5)


def test_bead_types_are_those_of_the_design():
    kinds = {tuple(t) for t in TYPES.tolist()}
    assert {(1, 6), (6, 1), (3, 3), (2, 4), (4, 2), (1, 1)} <= kinds
    assert not {(3, 4), (2, 5), (7, 1), (1, 0), (0, 1)} & kinds
    assert len(kinds) == len(TYPES)


def distributions(segment, translation, lexicon):
    """p(t | w) of each word of a segment and of its translation."""
    out = []
    for word in words(segment) if lexicon else []:
        row = lexicon.source.get(word)
        if row is None:
            out.append({word: 0.5})
        else:
            part = slice(lexicon.offsets[row], lexicon.offsets[row + 1])
            links = zip(lexicon.columns[part], lexicon.p[part], strict=True)
            out.append({lexicon.target[c]: float(p) for c, p in links})
    return out + [{word: 1.0} for word in words(translation or "")]


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("lexicon", "translations"), [(LEXICON, MT), (LEXICON, None), (None, MT)],
    ids=["both", "lexicon", "translation"],
)  # fmt: skip
def test_model_1_is_the_formula_in_both_directions(lexicon, translations, band):
    t = tokens(X, Y, lexicon=lexicon, translations=translations)
    band = Band.of(*(side.astype(np.int64) for side in BANDS[band]))
    to_targets, to_sources = evidence(t, band)
    said = [
        distributions(x, translations[i] if translations else None, lexicon)
        for i, x in enumerate(X)
    ]
    heard = [words(y) for y in Y]
    everything = [w for text in heard for w in text]
    vocabulary = set(everything)
    chance = {
        w: (everything.count(w) + 0.5) / (len(everything) + 0.5 * len(vocabulary))
        for w in vocabulary
    }
    assert sum(chance.values()) == pytest.approx(1)
    for i, a, j, b in every_bead():
        if not inside(band, i, a, j, b):
            continue
        sources = [d for text in said[i : i + a] for d in text]
        targets = [w for text in heard[j : j + b] for w in text]
        to_target = sum(
            np.log(
                1 - TRUST
                + TRUST * sum(d.get(w, 0) for d in sources) / max(1, len(sources)) / chance[w]
            )
            for w in targets
        )  # fmt: skip
        cell = band.offsets[i] + j - band.lo[i]
        found = to_targets[a - 1, cell + b] - to_targets[a - 1, cell]
        assert found == pytest.approx(to_target, abs=1e-4)
        to_source = sum(
            np.log(
                1 - TRUST
                + TRUST * sum(d.get(w, 0) / chance[w] for w in targets) / max(1, len(targets))
            )
            for d in sources
        )  # fmt: skip
        cells = [band.offsets[r] + j - band.lo[r] for r in range(i, i + a)]
        found = to_sources[b - 1, cells].sum()
        assert found == pytest.approx(to_source, abs=1e-4)


def test_evidence_of_very_long_segments_is_finite():
    """Products of hundreds of ratios are folded into logarithms before they leave the range."""
    x = ["le chat noir " * 900, "oui"]
    y = ["the black cat " * 900 + "zebra " * 900, "yes"]
    for mt in (None, ["the cat " * 2000, "yes"]):
        found = evidence(tokens(x, y, lexicon=LEXICON, translations=mt), Band.whole(2, 2))
        assert all(np.isfinite(side).all() for side in found)
        assert found.to_target[0, 1] - found.to_target[0, 0] < -500  # the zebras


SAID = "Oui, 12,5 % (non) 1.2.3 A4 l’été d'ÉTÉ ½ x² ... 7, «a»“b” a_b İz \U0001d7d9"


def test_tokens_are_those_of_a_regular_expression():
    pattern = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[?!:;\"()«»“”]")
    texts = [SAID, "", "é.", "1.", ".1", "1,", "2"] + [SAID[k:] for k in range(len(SAID))]
    types, (one, other) = tokenize(texts, [SAID])
    assert len(set(types)) == len(types)
    for text, a, b in zip(texts, one.offsets, one.offsets[1:], strict=False):
        assert [types[k] for k in one.ids[a:b]] == pattern.findall(plain_numbers(text))
    assert [types[k] for k in other.ids] == pattern.findall(SAID.replace("12,5", "12.5"))


NUMBERS = {
    "12\u00a0345,5": "12345.5", "12\u202f345,5": "12345.5", "12 345,5": "12345.5",
    "12,345.5": "12345.5", "12.345,5": "12345.5", "12’345.5": "12345.5", "12345.5": "12345.5",
    "1 000 000": "1000000", "d’1 500": "d’1500", "d'12 000": "d'12000",
    "4,200": "4200", "4 200": "4200", "4200": "4200",
    "0,5": "0.5", "0.5": "0.5", "12,34": "12.34", "1,2345": "1.2345",
    "en 2024, 1,5 million": "en 2024, 1.5 million", "2021 450 fois": "2021 450 fois",
    "le 14 mars 2024": "le 14 mars 2024", "12 3456": "12 3456", "rien": "rien", "5 ,6": "5 ,6",
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_have_one_form(text):
    assert plain_numbers(text) == NUMBERS[text]


def test_more_types_than_there_is_room_for_at_first():
    text = " ".join(f"{chr(97 + k % 26)}" * (k // 26 + 1) for k in range(26 * 60))
    many = " ".join(chr(0x4E00 + k) for k in range(9000))
    types, (side,) = tokenize([text, many])
    assert [types[k] for k in side.ids] == text.split() + many.split()


@pytest.mark.parametrize("lexicon", [LEXICON, None])
@pytest.mark.parametrize("translations", [MT, None])
def test_bags_hold_what_their_definition_says(lexicon, translations):
    """Plain counting of expected words and cognates, weighed by idf, block by block."""

    def cognates(text):
        for token in re.findall(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[?!:;\"()]", text):
            low = token.lower()
            if token[0].isdigit():
                yield from ("#" + low.replace(",", "."), "#'" + low.replace(",", "."))
            elif not token[0].isalnum():
                yield "." + token
            else:
                yield from (f"^{low}$"[k : k + 4] for k in range(len(low) - 1))
                yield "=" + low
                if token[0].isupper():
                    yield "A" + low

    def expected(i):
        out = Counter()
        share = 0.65 if translations else 1.0
        for word in words(X[i]) if lexicon else ():
            row = lexicon.source.get(word)
            if row is None:
                out[word] += share
                continue
            for k in range(lexicon.offsets[row], lexicon.offsets[row + 1]):
                out[lexicon.target[lexicon.columns[k]]] += share * float(lexicon.p[k])
        for word in words(translations[i]) if translations else ():
            out[word] += 0.35 if lexicon else 1.0
        return out

    def weighed(x, y, power, share):
        vocabulary = sorted({f for bag in x + y for f in bag})
        tables = [np.array([[bag[f] for f in vocabulary] for bag in side]) for side in (x, y)]
        df = sum(np.minimum(table, 1).sum(axis=0) for table in tables)
        idf = np.maximum(np.log((len(x) + len(y) + 1) / (df + 0.5)), 0) ** power
        tables = [table * idf for table in tables]
        return [t * np.sqrt(share * len(t) / max((t**2).sum(), 1e-9)) for t in tables]

    seen = [f"{s} {t}" for s, t in zip(X, translations, strict=True)] if translations else X
    given = lexicon or translations
    share = (0.2 if lexicon else 0.4) if given else 1.0
    blocks = [weighed(*([Counter(cognates(t)) for t in side] for side in (seen, Y)), 1.0, share)]
    if given:
        x = [expected(i) for i in range(len(X))]
        blocks.append(weighed(x, [Counter(words(t)) for t in Y], 0.7, 1 - share))
    x, y = (np.hstack(side) for side in zip(*blocks, strict=True))
    found_x, found_y = (
        dense(b) for b in make_bags(X, Y, lexicon=lexicon, translations=translations)
    )
    assert found_x @ found_y.T == pytest.approx(x @ y.T, abs=1e-5)
    assert found_x @ found_x.T == pytest.approx(x @ x.T, abs=1e-5)
    assert found_y @ found_y.T == pytest.approx(y @ y.T, abs=1e-5)
