"""What every engine, and what stands round one, promises as `Streaming`."""

import threading
from multiprocessing import Pipe

import pytest

from align.batch.served import ServedEngine, _converse, _Desk
from align.batch.settings import Settings
from align.records import Likelihood, Translation
from align.registry import names
from align.signature import Signature
from align.translators import open_engine
from align.translators.cache import CachedTranslator
from align.translators.mending import MendingTranslator
from align.translators.normalizing import NormalizingTranslator
from align.translators.seam import Tongue
from align.translators.store import Store

TEXTS = ["Le chat dort.", "", "Bonjour !", "Le chat dort.", "   ", "Il boit 12,5 l d’eau. " * 27]
PAIRS = [
    (("Le chat dort.",), ("The cat sleeps.",)),
    (("Le chat dort.", "Bonjour !"), ("The cat sleeps.", "Hello!")),
    ((), ("The cat sleeps.",)),
    (("Le chat dort.",), ()),
    (("Le chat dort.",), ("The cat sleeps.",)),
]
ENGINES = names("translator")
EVERY = pytest.mark.parametrize("name", [*ENGINES, "cached", "mended", "served", "normalized"])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each kind once; round the fake, which takes no time."""
    engines = {name: open_engine(engine=name, threads=1) for name in ENGINES}
    fake = engines["fake"]
    store = Store(tmp_path_factory.mktemp("kept") / "translations.sqlite")
    here, there = Pipe()
    desk = _Desk(lambda *langs: fake, Settings(translator="fake"))
    thread = threading.Thread(target=_converse, args=(there, desk))
    thread.start()
    here.send(("open", ("fr", "en")))
    signed = here.recv()[1]
    yield engines | {
        "cached": CachedTranslator(fake, store),
        "mended": MendingTranslator(fake, Tongue(english=True)),
        "normalized": NormalizingTranslator(fake, known=frozenset({"bonjour"})),
        "served": ServedEngine(here, ("fr", "en"), safer=False, signed=signed),
    }
    here.close()
    thread.join(10)
    store.close()


@EVERY
def test_each_text_comes_once(made, name):
    found = [one for batch in made[name].stream(TEXTS) for one in batch]
    assert all(isinstance(one, Translation) for one in found)
    assert sorted(one.segment for one in found) == list(range(len(TEXTS)))
    texts = {one.segment: one.text for one in found}
    assert [bool(texts[k].strip()) for k in range(len(TEXTS))] == [
        bool(text.strip()) for text in TEXTS
    ]
    assert texts[0] == texts[3]
    assert all(one.engine for one in found)


@EVERY
def test_what_comes_again_is_the_same(made, name):
    first, again = (
        {one.segment: one for batch in made[name].stream(TEXTS) for one in batch} for _ in range(2)
    )
    assert again == first


@EVERY
def test_nothing_comes_of_nothing(made, name):
    assert [one for batch in made[name].stream([]) for one in batch] == []
    assert [one for batch in made[name].score([]) for one in batch] == []


@EVERY
def test_each_pair_is_scored_once(made, name):
    found = [one for batch in made[name].score(PAIRS) for one in batch]
    assert sorted(number for number, _ in found) == list(range(len(PAIRS)))
    scored = dict(found)
    for number, (_, target) in enumerate(PAIRS):
        assert isinstance(scored[number], Likelihood)
        assert len(scored[number].nats) == len(scored[number].pieces) == len(target)
        assert all(nats <= 0 for nats in (*scored[number].nats, scored[number].end))


@EVERY
def test_the_safer_one_is_another_that_does_the_same(made, name):
    """Its signature too: else a cache would give the first try for the second."""
    engine = made[name]
    before = engine.signature
    safer = engine.safer()
    assert isinstance(safer.signature, Signature)
    assert str(safer.signature) != str(before)
    assert engine.signature == before
    found = {one.segment: one for batch in safer.stream(TEXTS) for one in batch}
    assert sorted(found) == list(range(len(TEXTS)))
