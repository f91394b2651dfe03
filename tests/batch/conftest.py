"""Small documents in two languages, and what runs them without a model."""

import pytest

from align.batch.entries import named, read_list
from align.batch.settings import Settings

FRENCH = "Le chat dort dans la maison. Le chien mange. Il y a {n} livres sur la table du président."
ENGLISH = "The cat sleeps in the house. The dog eats. There are {n} books on the president's table."


@pytest.fixture(autouse=True)
def epoch(monkeypatch):
    """Equal runs are equal files."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture
def settings():
    return Settings(translator="fake")


@pytest.fixture
def listed(tmp_path):
    """Write pairs of documents and return their entries."""

    def made(count, *, extra=(), ending=".tmx"):
        rows = ["source\ttarget\tscore", *extra]
        for n in range(count):
            for lang, text in (("fr", FRENCH), ("en", ENGLISH)):
                path = tmp_path / lang / f"d{n:03}.txt"
                path.parent.mkdir(exist_ok=True)
                path.write_text(text.format(n=n + 2) + "\n")
            rows.append(f"{tmp_path}/fr/d{n:03}.txt\t{tmp_path}/en/d{n:03}.txt\t0.9")
        (tmp_path / "list.tsv").write_text("\n".join(rows) + "\n")
        return named(read_list(rows, name="list"), ending=ending)

    return made


@pytest.fixture
def finish(settings):
    """Run a batch to its end; returns what was heard and the tally."""
    from align.batch.batch import Batch
    from align.batch.local import LocalEngine

    def finished(entries, folder, *, jobs=2, during=None, settings=settings):
        heard = []
        work = Batch(entries, folder=str(folder), settings=settings)
        engine = LocalEngine(settings=settings, folder=str(folder), jobs=jobs)

        def hear(event, tally):
            heard.append(event)
            if during:
                during(event, engine)

        try:
            work.run(engine, hear=hear)
        finally:
            work.close()
        return heard, work.tally

    return finished


@pytest.fixture
def tree_of():
    """Every visible file below a folder with its bytes."""

    def files(folder):
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".ledger")
        }

    return files
