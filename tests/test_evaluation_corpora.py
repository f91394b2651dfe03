"""Where a suite's files come from: folders, the cache, addresses, sacrebleu's test sets."""

import hashlib
import http.client
import io
import tarfile
from pathlib import Path

import pytest

from align.errors import DataError, ReadError
from align.evaluation.corpora import Finder, default_cache, read_manifest
from align.evaluation.fetching import Entry
from align.evaluation.suite import read_suite

SHARED = Path(__file__).parents[2] / "shared" / "data"
SUITES = sorted((Path(__file__).parents[1] / "eval" / "suites").glob("*.toml"))


def manifest(tmp_path: Path, content: bytes, **changes: str) -> dict[str, Entry]:
    (tmp_path / "remote.txt").write_bytes(content)
    entry = {
        "path": "sub/a.txt",
        "url": (tmp_path / "remote.txt").as_uri(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "CC0",
        "origin": "a test",
    } | changes
    lines = "".join(f'{key} = "{value}"\n' for key, value in entry.items() if value)
    (tmp_path / "manifest.toml").write_text(f"[[file]]\n{lines}")
    return read_manifest(tmp_path / "manifest.toml")


def test_files_are_fetched_once_and_checked(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    finder = Finder([], manifest=manifest(tmp_path, b"hello"), cache=cache)
    assert finder.find("sub/a.txt") == (cache / "sub/a.txt", "")
    (tmp_path / "remote.txt").unlink()
    assert finder.find("sub/a.txt")[0] == cache / "sub/a.txt"
    (cache / "sub/a.txt").write_text("changed")
    place, why = finder.find("sub/a.txt")
    assert (place, "a.txt is not the file that the manifest describes" in why) == (None, True)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """It was a traceback, or taken for a full disk behind standard output."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").symlink_to("/proc/self/mem")  # fails for every user
    finder = Finder([tmp_path], manifest=manifest(tmp_path, b"hello"), offline=True)
    with pytest.raises(ReadError, match=r"sub/a\.txt: cannot be read: Input/output error"):
        finder.find("sub/a.txt")


def test_files_that_cannot_be_fetched(tmp_path: Path) -> None:
    entries = manifest(tmp_path, b"hello")
    cache = tmp_path / "cache"
    place, why = Finder([], manifest=entries, cache=cache, offline=True).find("sub/a.txt")
    assert (place, "fetching is off" in why) == (None, True)
    (tmp_path / "remote.txt").write_bytes(b"another")
    place, why = Finder([], manifest=entries, cache=cache).find("sub/a.txt")
    assert (place, "has the sha256" in why) == (None, True)
    assert not (cache / "sub").exists()
    (tmp_path / "remote.txt").unlink()
    place, why = Finder([], manifest=entries, cache=cache).find("sub/a.txt")
    assert (place, "cannot be fetched" in why) == (None, True)
    local = manifest(tmp_path, b"x", url="")
    place, why = Finder([], manifest=local, cache=cache).find("sub/a.txt")
    assert (place, "it comes from a test (CC0)." in why) == (None, True)
    with pytest.raises(DataError, match="no address that can be fetched"):
        manifest(tmp_path, b"x", url="ftp://x")
    with pytest.raises(DataError, match="a path and a sha256"):
        manifest(tmp_path, b"x", sha256="")
    assert read_manifest(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://[", "cannot be fetched from http://[: "),
        ("http://localhost:x/", "cannot be fetched from http://localhost:x/: nonnumeric port"),
    ],
)
def test_an_address_that_is_none(tmp_path: Path, url: str, why: str) -> None:
    finder = Finder([], manifest=manifest(tmp_path, b"x", url=url), cache=tmp_path)
    place, told = finder.find("sub/a.txt")
    assert (place, why in told) == (None, True)


def test_an_answer_that_is_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(address: str, timeout: int) -> io.BytesIO:
        raise http.client.IncompleteRead(b"he", 3)

    monkeypatch.setattr("urllib.request.urlopen", cut)
    finder = Finder([], manifest=manifest(tmp_path, b"hello"), cache=tmp_path)
    assert "IncompleteRead(2 bytes read, 3 more expected)" in finder.find("sub/a.txt")[1]


def test_a_cache_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path))
    assert default_cache() == tmp_path / "corpora"
    default_cache().write_text("")
    finder = Finder([], manifest=manifest(tmp_path, b"hello"), cache=default_cache())
    assert "a.txt: cannot be written: Not a directory." in finder.find("sub/a.txt")[1]


@pytest.mark.parametrize("text", ["file = 3", 'file = ["a"]', "[file]\npath = 'a'"])
def test_files_that_are_no_tables(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(DataError, match=r"m\.toml: 'file' is not written as \[\[file\]\]"):
        read_manifest(tmp_path / "m.toml")


@pytest.mark.parametrize("path", ["../a.txt", "sub/../../a.txt", "/tmp/a.txt", "./a.txt", "a//b"])
def test_what_is_fetched_stays_in_the_cache(tmp_path: Path, path: str) -> None:
    with pytest.raises(DataError, match=r"manifest\.toml, file 1: the path is '.*without '\.\.'"):
        manifest(tmp_path, b"hello", path=path)


@pytest.fixture
def newstest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small archive in the form of WMT's, which sacrebleu takes for a test set of its own."""
    from sacrebleu.dataset import DATASETS
    from sacrebleu.dataset.fake_sgml import FakeSGMLDataset

    archive = tmp_path / "newstest.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, lines in (("src.fr", ("Un.", "Deux  d'un coup.")), ("src.en", ("One.", "Two."))):
            body = "".join(f'<seg id="{n}">{line}</seg>\n' for n, line in enumerate(lines, start=1))
            text = (
                f'<srcset>\n<doc docid="a" genre="news" origlang="fr">\n{body}</doc>\n</srcset>\n'
            )
            part = tarfile.TarInfo(f"test/{name}.sgm")
            part.size = len(text)
            tar.addfile(part, io.BytesIO(text.encode()))
    made = FakeSGMLDataset(
        "newstest",
        data=[archive.as_uri()],
        md5=[hashlib.md5(archive.read_bytes()).hexdigest()],
        langpairs={"fr-en": ["test/src.fr.sgm", "test/src.en.sgm"]},
    )
    monkeypatch.setitem(DATASETS, "newstest", made)
    return archive


def set_manifest(tmp_path: Path, archive: Path, **changes: str) -> dict[str, Entry]:
    texts = {"src": b"Un.\nDeux d'un coup.\n", "ref": b"One.\nTwo.\n"}
    entries = ""
    for path, field in (("n.fr", "src"), ("n.en", "ref")):
        entry = {
            "path": path, "url": archive.as_uri(), "licence": "CC0", "sacrebleu": "newstest",
            "langpair": "fr-en", "field": field,
            "sha256": hashlib.sha256(texts[field]).hexdigest(),
        } | changes  # fmt: skip
        lines = "".join(f'{key} = "{value}"\n' for key, value in entry.items() if value)
        entries += f"[[file]]\n{lines}"
    (tmp_path / "manifest.toml").write_text(entries)
    return read_manifest(tmp_path / "manifest.toml")


@pytest.mark.filterwarnings("ignore:Python 3.14 will:DeprecationWarning")
def test_a_set_of_sacrebleu_is_fetched_into_the_cache(tmp_path: Path, newstest: Path) -> None:
    cache, heard = tmp_path / "cache", list[str]()
    entries = set_manifest(tmp_path, newstest)
    finder = Finder([], manifest=entries, cache=cache, say=heard.append)
    assert finder.find("n.fr") == (cache / "n.fr", "")
    assert (cache / "n.fr").read_text() == "Un.\nDeux d'un coup.\n"
    newstest.unlink()  # both sides came with one fetch
    assert finder.find("n.en") == (cache / "n.en", "")
    assert sorted(path.name for path in cache.iterdir()) == ["n.en", "n.fr"]
    assert heard == [f"fetching newstest from {newstest.as_uri()}"]


@pytest.mark.filterwarnings("ignore:Python 3.14 will:DeprecationWarning")
def test_a_set_of_sacrebleu_that_cannot_be_had_is_explained(
    tmp_path: Path, newstest: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "cache"

    def why(**changes: str) -> str:
        entries = set_manifest(tmp_path, newstest, **changes)
        place, reason = Finder([], manifest=entries, cache=cache).find("n.fr")
        assert place is None
        assert not cache.exists()
        return reason

    assert "the n.fr that was fetched has the sha256" in why(sha256="0" * 64)
    assert "no test set 'wmt99' for 'fr-en'" in why(sacrebleu="wmt99")
    assert "no test set 'newstest' for 'fr-de'" in why(langpair="fr-de")
    assert "no field 'gist'" in why(field="gist")
    whole = newstest.read_bytes()
    newstest.write_bytes(whole[:-20])
    assert "MD5 sum of downloaded file was incorrect" in why()
    newstest.unlink()
    assert "'newstest' cannot be fetched from file:///" in why()
    assert caplog.messages == []  # what sacrebleu would have people delete is gone
    with pytest.raises(DataError, match="file 1: sacrebleu, langpair, field and url go together"):
        set_manifest(tmp_path, newstest, langpair="")


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_the_manifest_describes_every_file_of_the_committed_suites(path: Path) -> None:
    from sacrebleu.dataset import DATASETS

    suite = read_suite(str(path))
    entries = read_manifest(suite.manifest)
    folders = [SHARED / name for name in ("align", "mt", "segment")]
    here = Finder(folders, manifest=entries, offline=True)
    for name in suite.paths():
        entry = entries[name]
        assert len(entry.sha256) == 64
        assert entry.licence
        assert entry.origin
        if SHARED.exists():
            assert here.find(name)[1] == ""
        if entry.sacrebleu:
            assert DATASETS[entry.sacrebleu].data == [entry.url]


def test_git_changes_no_line_ends():
    """Git for Windows does, by default: files would have other hashes than manifests tell."""
    lines = (Path(__file__).parent.parent / ".gitattributes").read_text().splitlines()
    assert "* -text" in lines
