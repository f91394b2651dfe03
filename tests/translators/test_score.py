"""Forced decoding: how likely a target is, given its source."""

import pytest

from align.records import Likelihood
from align.translators import guard, open_engine
from align.translators.cache import CachedTranslator
from align.translators.store import Store

PAIRS = [
    (("Le maire a ouvert la session.",), ("The mayor opened the session.",)),
    (("Le maire a ouvert la session.",), ("The weather was cold and wet.",)),
    (("Le maire a ouvert la session.", "Il a plu."), ("The mayor opened the session.",)),
    (("Le maire a ouvert la session.",), ("The mayor opened the session.", "It rained.")),
    ((), ("The mayor opened the session.",)),
    (("Le maire a ouvert la session.",), ()),
    (("",), ("",)),
    (("mot " * 700,), ("word " * 700, "and more")),
]


@pytest.fixture(scope="module")
def engines():
    return {
        name: open_engine(engine=name, precision=None if name == "fake" else "float32")
        for name in ("ctranslate2", "transformers", "fake")
    }


def scored(engine, pairs):
    found = dict(item for batch in engine.score(pairs) for item in batch)
    assert sorted(found) == list(range(len(pairs)))
    return [found[number] for number in range(len(pairs))]


@pytest.mark.parametrize("name", ["ctranslate2", "transformers", "fake"])
def test_every_pair_once_in_any_batch(name, engines):
    together = scored(engines[name], PAIRS)
    alone = [scored(engines[name], [pair])[0] for pair in PAIRS]
    for one, other, (_, target) in zip(together, alone, PAIRS, strict=True):
        assert len(one.nats) == len(one.pieces) == len(target)
        assert one.pieces == other.pieces
        assert one.nats == pytest.approx(other.nats, abs=0.02)
        assert one.end == pytest.approx(other.end, abs=0.02)
        assert all(value <= 0 for value in (*one.nats, one.end))


@pytest.mark.parametrize("name", ["ctranslate2", "transformers", "fake"])
def test_what_translates_is_likelier(name, engines):
    right, wrong, left_out, added = scored(engines[name], PAIRS[:4])
    assert right.nats[0] / right.pieces[0] > wrong.nats[0] / wrong.pieces[0] + 1
    assert right.end > left_out.end
    assert added.nats[0] == pytest.approx(right.nats[0], abs=0.02)
    assert added.nats[1] / added.pieces[1] < right.nats[0] / right.pieces[0]


def test_engines_agree(engines):
    one, other = (scored(engines[name], PAIRS[:7]) for name in ("ctranslate2", "transformers"))
    for a, b in zip(one, other, strict=True):
        assert a.pieces == b.pieces
        assert a.nats == pytest.approx(b.nats, abs=0.05)
        assert a.end == pytest.approx(b.end, abs=0.05)


def test_what_was_scored_is_kept(engines, tmp_path):
    store = Store(tmp_path / "kept.sqlite")
    first = guard(CachedTranslator(engines["ctranslate2"], store), cache=False).score(PAIRS)

    class Silent:
        signature = engines["ctranslate2"].signature

        def score(self, pairs):
            raise AssertionError("asked again")

    counted = []
    again = CachedTranslator(Silent(), store)
    assert guard(again, cache=False).score(PAIRS, progress=counted.append) == first
    assert sum(counted) == len(PAIRS)
    assert all(isinstance(found, Likelihood) for found in first)
    store.close()
