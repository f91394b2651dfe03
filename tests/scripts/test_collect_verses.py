"""`scripts/collect_verses.py`: a French Bible and the World English Bible to pairs of verses."""

import gzip
import lzma
import sqlite3
import sys
from contextlib import closing

import pytest
from trainer import FRENCH  # noqa: F401 (puts scripts/ on the path)

import collect_verses  # isort: skip (found once trainer is)

VERSES = {
    (1, 4, 9): (
        "L'Éternel dit à Caïn: «Où est ton frère Abel?» [note]",
        'Yahweh{the Name} said to Cain, "Where is Abel, your brother?"',
    ),
    (19, 3, 2): (
        "(3:3) Combien disent de moi: Il n'a point de secours! -Pause.",
        'Many there are who say of me, "There is no help for him." Selah.',
    ),
    (19, 3, 7): ("(3:8) Lève-toi, ô Éternel, sauve-moi!", "Arise, Yahweh! Save me."),
    (43, 11, 35): ("Jésus pleura.", "Jesus wept."),
    (43, 11, 36): ("Court", "Much longer than the other side is, whoever wrote it"),
    (66, 1, 1): ("Celui-ci est seul ici.", None),
}
TOLD = """\
L'Éternel dit à Caïn: Où est ton frère Abel?\tThe Lord said to Cain: Where is Abel, your brother?
Combien disent de moi: Il n'a point de secours!\tMany there are who say of me: \
There is no help for him.
Lève-toi, ô Éternel, sauve-moi!\tArise, Lord! Save me.
Jésus pleura.\tJesus wept.
""".splitlines()


@pytest.fixture
def files(tmp_path):
    with closing(sqlite3.connect(tmp_path / "bible.db")) as database, database:
        database.execute(
            "create table bible (id integer, bbName, bNumber, cNumber, vNumber, vText)"
        )
        rows = [(n, "l", *verse, one) for n, (verse, (one, _)) in enumerate(VERSES.items())]
        database.executemany("insert into bible values (?, ?, ?, ?, ?, ?)", rows)
    lines = ["field,field,field,field,field"]
    for (b, c, v), (_, other) in VERSES.items():
        if other is not None:
            quoted = other.replace('"', '""')
            lines.append(f'"{b:02}{c:03}{v:03}","{b}","{c}","{v}","{quoted}"')
    (tmp_path / "web.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return tmp_path


def run(monkeypatch, folder, *more, version="l", output="out.tsv"):
    names = [folder / "bible.db", version, folder / "web.csv.gz", folder / output, *more]
    monkeypatch.setattr(sys, "argv", ["collect_verses.py", *map(str, names)])
    collect_verses.main()
    return folder / output


def test_verses_are_paired_in_the_words_of_both(files, monkeypatch, capsys):
    made = run(monkeypatch, files)
    assert made.read_text("utf-8").splitlines() == TOLD
    assert capsys.readouterr().err.startswith("left out: short 1, alone 1\n")
    packed = run(monkeypatch, files, output="out.tsv.xz")
    assert lzma.decompress(packed.read_bytes()) == made.read_bytes()


@pytest.mark.parametrize(
    ("verse", "told"),
    [
        ('"Come now," says Yahweh, "Let us reason."',
         "Come now, says the Lord: Let us reason."),
        ('God said, "Let there be light," and there was light.',
         "God said: Let there be light, and there was light."),
        ("Thus says the Lord Yahweh: Hear.", "Thus says the Lord God: Hear."),
        ("Pause and wonder! Selah.", "Pause and wonder!"),
    ],
)  # fmt: skip
def test_english_verses_lose_their_quotation_marks(verse, told):
    assert collect_verses.english(verse) == told


@pytest.mark.parametrize(
    "mark", ["(Sélah.)", "(Sélah. )", "(Sélah)", "Sélah.", "Sélah (pause).", "-Pause.", "Pause."]
)
def test_french_verses_lose_their_pauses(mark):
    assert collect_verses.french(f"Dieu nous délivre! {mark}") == "Dieu nous délivre!"
    assert collect_verses.french(f"Ton arc... {mark} Tu fends") == "Ton arc... Tu fends"
    assert collect_verses.french("engendra Méthushélah.") == "engendra Méthushélah."


def test_lines_of_a_test_are_left_out(files, monkeypatch, capsys):
    (files / "test.en").write_text("jesus wept.\n", "utf-8")
    made = run(monkeypatch, files, "--without", files / "test.en")
    assert made.read_text("utf-8").splitlines() == TOLD[:-1]
    assert "held out 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "version", "told"),
    [
        (lambda folder: None, "z", "no Bible 'z' is in it"),
        (lambda folder: (folder / "bible.db").unlink(), "l", "as a database of Bibles"),
        (lambda folder: (folder / "bible.db").write_text("no"), "l", "as a database of Bibles"),
        (lambda folder: (folder / "web.csv.gz").write_text("no\nno"), "l", "as a table of verses"),
        (
            lambda folder: (folder / "web.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n")),
            "l", "as a table of verses",
        ),
        (
            lambda folder: (folder / "web.csv.gz").write_bytes(gzip.compress(b"a,b\n")),
            "l", "there is no pair to take",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(files, monkeypatch, capsys, change, version, told):
    change(files)
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, files, version=version)
    assert ended.value.code == 1
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("collect_verses: ")
    assert told in error
    assert not (files / "out.tsv").exists()
