"""Translations that say nothing of the text, or mislead, do the aligner no harm."""

import random
import warnings

import numpy as np
import pytest

from align.aligners.chain import BestPath
from align.aligners.guard import informative
from align.aligners.lexical import LexicalAligner
from align.aligners.translation import TranslationAligner
from align.errors import TranslationsUnused
from align.records import Likelihood

ITEMS = (
    "Le boulanger|The baker", "La duchesse|The duchess", "Un marin|A sailor",
    "Mon oncle|My uncle", "La nourrice|The nurse", "Le juge|The judge", "Son frère|His brother",
    "Le jardinier|The gardener", "Une veuve|A widow", "Le facteur|The postman",
)  # fmt: skip
DEEDS = (
    "a vendu|sold", "a perdu|lost", "a trouvé|found", "a oublié|forgot", "a vu|saw",
    "a caché|hid", "a reçu|received", "a montré|showed", "a cherché|looked for",
)  # fmt: skip
THINGS = (
    "un cheval|a horse", "trois lettres|three letters", "la clef|the key", "un couteau|a knife",
    "son livre|his book", "du pain|some bread", "un bateau|a boat", "deux chiens|two dogs",
    "le journal|the newspaper", "sept pommes|seven apples", "les chaises|the chairs",
)  # fmt: skip
PLACES = (
    "dans la forêt|in the forest", "à l’église|at church", "au marché|at the market",
    "près de la rivière|near the river", "dans le jardin|in the garden", "la nuit|at night",
    "devant la gare|in front of the station", "sous la pluie|in the rain",
)  # fmt: skip
COUNT = 120
HOLE = range(50, 58)  # source sentences in whose place other target sentences stand


def made():
    """French and English, and gold: a hole on both sides, each ninth pair joined with the next."""
    rng = random.Random(4)
    pairs = []
    while len(pairs) < COUNT + len(HOLE):
        parts = [rng.choice(words).split("|") for words in (ITEMS, DEEDS, THINGS, PLACES)]
        pair = tuple(" ".join(part[side] for part in parts) + "." for side in (0, 1))
        if pair not in pairs:
            pairs.append(pair)
    source, target, gold = [pair[0] for pair in pairs[:COUNT]], [], []
    k = 0
    while k < COUNT:
        if k in HOLE:
            gold += [((k,), ()), ((), (len(target),))]
            target.append(pairs[COUNT + k - HOLE.start][1])
        elif k % 9 == 0 and k + 1 < COUNT and k + 1 not in HOLE:
            gold.append(((k, k + 1), (len(target),)))
            target.append(f"{pairs[k][1][:-1]}, and {pairs[k + 1][1]}")
            k += 1
        else:
            gold.append(((k,), (len(target),)))
            target.append(pairs[k][1])
        k += 1
    return source, target, [pair[1] for pair in pairs[:COUNT]], set(gold)


SOURCE, TARGET, GOOD, GOLD = made()


def right(beads):
    return len(GOLD & {(bead.sources, bead.targets) for bead in beads})


def some(share):
    """A share of each translation's words."""
    rng = random.Random(2)
    return [" ".join(w for w in text.split() if rng.random() < share) for text in GOOD]


def others(share):
    """A share of the translations changed places."""
    rng = random.Random(3)
    return [rng.choice(GOOD) if rng.random() < share else text for text in GOOD]


BAD = {
    "empty": [""] * COUNT,
    "one line for all": ["The man said that he was here."] * COUNT,
    "a tenth of the words": some(0.1),
    "a third of the words": some(0.33),
    "shuffled": random.Random(1).sample(GOOD, COUNT),
    "others": others(1.0),
    "one word, endlessly": ["the " * 60] * COUNT,
    "the source": SOURCE,
}


@pytest.mark.parametrize("case", BAD)
def test_bad_translations_do_no_harm(case):
    alone = right(LexicalAligner().align(SOURCE, TARGET))
    assert right(TranslationAligner().align(SOURCE, TARGET, translations=BAD[case])) >= alone


@pytest.mark.parametrize("case", BAD)
def test_nor_do_they_without_a_lexicon(case):
    aligner = TranslationAligner(source_lang="fr", target_lang="xx")
    alone = right(aligner.align(SOURCE, TARGET))
    assert right(aligner.align(SOURCE, TARGET, translations=BAD[case])) >= alone
    assert right(aligner.align(SOURCE, TARGET, reverse=BAD[case][: len(TARGET)])) >= alone


def test_a_model_that_knows_nothing_does_no_harm():
    asked = []

    def scorer(pairs):
        rng = random.Random(5)
        for _, target in pairs:
            asked.append(target)
            nats = tuple(-rng.uniform(20, 90) for _ in target)
            yield Likelihood(nats, tuple(len(text) // 4 + 1 for text in target), -rng.uniform(0, 9))

    def score(pairs):
        return list(scorer(pairs))

    for translations in (BAD["shuffled"], BAD["empty"], GOOD, some(0.8)):
        alone = right(TranslationAligner().align(SOURCE, TARGET, translations=translations))
        found = TranslationAligner().align(SOURCE, TARGET, translations=translations, scorer=score)
        assert right(found) >= alone
    assert len(asked) > 100  # of the last ones; the others leave no doubt


def test_good_translations_are_used():
    """Ten of every twenty target sentences are missing: lengths say little of which."""
    kept = [k for k in range(COUNT) if k % 20 < 10]
    target = [GOOD[k] for k in kept]
    gold = {((k,), (j,)) for j, k in enumerate(kept)}
    aligner = TranslationAligner(source_lang="fr", target_lang="xx")

    def found(translations):
        beads = aligner.align(SOURCE, target, translations=translations)
        return len(gold & {(bead.sources, bead.targets) for bead in beads})

    alone = found(None)
    with warnings.catch_warnings():
        warnings.simplefilter("error", TranslationsUnused)
        assert found(GOOD) > alone
        assert found(some(0.8)) > alone


@pytest.mark.parametrize("case", ["empty", "one line for all", "shuffled", "the source"])
def test_what_says_nothing_of_the_text_is_known_by_its_words(case):
    path = _searched_alone()
    assert informative(path, GOOD, TARGET)
    assert informative(path, some(0.33), TARGET)
    assert not informative(path, BAD[case], TARGET)


def _searched_alone():
    """The path of the lexical aligner, as the guard reads it."""
    beads = [b for b in LexicalAligner().align(SOURCE, TARGET) if not b.null]
    rows = [(b.sources[0], len(b.sources), b.targets[0], len(b.targets)) for b in beads]
    return BestPath(np.array(rows), np.array([b.score for b in beads]))


def test_too_few_sure_beads_do_not_judge():
    path = _searched_alone()
    few = BestPath(path.rows[:5], path.chance[:5])
    assert informative(few, BAD["empty"], TARGET)


def test_it_is_said_when_they_are_not_used():
    with pytest.warns(TranslationsUnused, match="surer without the translations"):
        TranslationAligner().align(SOURCE, TARGET, translations=BAD["a tenth of the words"])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        TranslationAligner().align(SOURCE, TARGET)
        LexicalAligner().align(SOURCE, TARGET, translations=BAD["a tenth of the words"])
    assert not told


def test_the_command_says_it(call, tmp_path):
    for name, lines in (("fr", SOURCE), ("en", TARGET), ("mt", BAD["a tenth of the words"])):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n")
    paths = [str(tmp_path / f"{name}.txt") for name in ("fr", "en")]
    given = ["--translations", str(tmp_path / "mt.txt"), "-o", str(tmp_path / "out.links")]
    code, _, said = call("pair", *paths, "--source-lang", "fr", "--target-lang", "en", *given)
    assert code == 0
    assert said.count("surer without the translations") == 1
