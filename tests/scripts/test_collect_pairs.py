"""`scripts/collect_pairs.py`: Debian's descriptions and catalogues to pairs of sentences."""

import lzma
import struct
import sys

import pytest
from trainer import FRENCH  # noqa: F401 (puts scripts/ on the path)

import collect_pairs  # isort: skip (found once trainer is)

ENGLISH_FILE = """\
Package: top
Description-md5: aa11
Description-en: “Small” viewer of processes
 It shows the processes of a
 machine. Mr. Smith’s own were shown, too.
 .
 It has:
  * colours, and a lot
    of them;
  * a clock.

Package: alone
Description-md5: bb22
Description-en: Only in English

Package: odd
Description-md5: cc33
Description-en: Library of sounds
 One paragraph here.
 .
 Another paragraph there.
"""
FRENCH_FILE = """\
Package: top
Description-md5: aa11
Description-fr: petit visualiseur de processus
 Il montre les processus d'une
 machine. Ceux de M. Smith aussi étaient montrés.
 .
 Il possède\u00a0:
  – des couleurs, et beaucoup ;
  – une horloge.

Package: odd
Description-md5: cc33
Description-fr: bibliothèque de sons
 Un seul paragraphe ici et là.
"""
DESCRIBED = [
    'petit visualiseur de processus\t"Small" viewer of processes',
    "Il montre les processus d'une machine.\tIt shows the processes of a machine.",
    "Ceux de M. Smith aussi étaient montrés.\tMr. Smith's own were shown, too.",
    "Il possède :\tIt has:",
    "des couleurs, et beaucoup ;\tcolours, and a lot of them;",
    "une horloge.\ta clock.",
    "bibliothèque de sons\tLibrary of sounds",
]
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n>1;\n"
MESSAGES = {
    "": HEADER,
    "menu\x04&Open": "&Ouvrir",
    "female^Elvish <b>Archer</b>": "Archère elfe",
    "A file\0%d files": "Un fichier\0%d fichiers",
    "%s is gone": "%s a disparu",
    "Version": "Version",
    "He left. She&nbsp;stayed\nthere.": "Il partit. Elle resta\nlà.",
    "He saw her. She left.": "Il la vit et elle partit.",
    "He saw the year 1914.": "Il vit l’année 1918.",
    "Not at all what was translated": "Not at all what was translated into it",
    "Yes": "Oui",
    "A very, very long label": "Mot",
}
TRANSLATED = [
    "Ouvrir\tOpen",
    "Archère elfe\tElvish Archer",
    "Un fichier\tA file",
    "Il partit.\tHe left.",
    "Elle resta là.\tShe stayed there.",
    "Il la vit et elle partit.\tHe saw her. She left.",
]


def catalogue(messages):
    """The bytes of a .mo file."""
    rows = sorted((key.encode(), value.encode()) for key, value in messages.items())
    place = 28 + 16 * len(rows)
    tables, texts = b"", b""
    for side in (0, 1):
        for row in rows:
            tables += struct.pack("<2I", len(row[side]), place + len(texts))
            texts += row[side] + b"\0"
    return (
        struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0) + tables + texts
    )


@pytest.fixture
def collect(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "en.txt").write_text(ENGLISH_FILE, "utf-8")
    (tmp_path / "fr.txt").write_text(FRENCH_FILE, "utf-8")
    place = tmp_path / "x/game/usr/share/locale/fr/LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "game.mo").write_bytes(catalogue(MESSAGES))

    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["collect_pairs", *arguments])
        code = 0
        try:
            collect_pairs.main()
        except SystemExit as error:
            code = error.code
        return code, capsys.readouterr().err

    return called


def test_descriptions_are_joined_and_their_sentences_paired(collect, tmp_path):
    code, said = collect("descriptions", "en.txt", "fr.txt", "out.tsv")
    assert code == 0
    assert (tmp_path / "out.tsv").read_text("utf-8").splitlines() == DESCRIBED
    assert said.splitlines() == [
        "2 of 2 French descriptions have an English one",
        "left out: other paragraphs 1",
        "out.tsv: 7 pairs",
    ]


def test_messages_lose_contexts_and_markup_and_say_what_is_left_out(collect, tmp_path):
    (tmp_path / "test.fr").write_text("oui\n", "utf-8")
    code, said = collect("catalogues", "x", "out.tsv.xz", "--without", "test.fr")
    assert code == 0
    pairs = lzma.decompress((tmp_path / "out.tsv.xz").read_bytes()).decode().splitlines()
    assert sorted(pairs) == sorted(TRANSLATED)
    left_out = said.splitlines()[1].removeprefix("left out: ").split(", ")
    assert sorted(left_out) == sorted(
        ["code 1", "held out 1", "identical 1", "language 1", "numbers 1", "ratio 1"]
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("un ;", "one", ("un", "one")),
        ("un,", "one.", ("un.", "one.")),
        ("un.", "one;", ("un.", "one.")),
        ("un ;", "one,", ("un ;", "one,")),
    ],
)
def test_items_end_alike(one, other, expected):
    assert collect_pairs.with_like_ends(one, other) == expected


def test_a_text_is_a_side_of_three_pairs_at_most():
    found = collect_pairs.Collection()
    for name in "abcde":
        found.add(["la bibliothèque"], [f"the library {name}"])
    assert len(found.kept) == 3
    assert found.dropped == {"frequent": 2}


def test_a_sentence_that_went_to_its_neighbour_leaves_the_paragraph_whole():
    french = "Oui. Il partit avec tous les autres pour une île lointaine."
    english = "Yes, he left with all the others for a distant island. Indeed."
    assert [pair[:2] for pair in collect_pairs.sentence_pairs(french, english)] == [
        (french, english)
    ]


@pytest.mark.parametrize("damage", [b"", b"no catalogue at all", catalogue(MESSAGES)[:-40]])
def test_a_damaged_catalogue_is_one_sentence(collect, tmp_path, damage):
    path = tmp_path / "x/game/usr/share/locale/fr/LC_MESSAGES/game.mo"
    path.write_bytes(damage)
    code, said = collect("catalogues", "x", "out.tsv")
    assert code == 1
    assert said.startswith("collect_pairs: x/game/usr/share/locale/fr/LC_MESSAGES/game.mo: cannot")
    assert said.count("\n") == 1
    assert not (tmp_path / "out.tsv").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("descriptions none.txt fr.txt out.tsv", 1, "none.txt: there is no such file.\n"),
        ("descriptions fr.txt fr.txt out.tsv", 1, "Description-en were expected in it.\n"),
        ("descriptions en.txt fr.txt out.tsv --without no", 1, "no: there is no such file.\n"),
        ("descriptions en.txt fr.txt none/out.tsv", 1, "cannot be written"),
        ("catalogues none out.tsv", 1, "none: a folder of unpacked packages was expected.\n"),
        ("catalogues x/game/usr/share/locale/fr/LC_MESSAGES out.tsv", 1, "was expected some"),
        ("catalogues x", 2, "output"),
        ("", 2, "kind"),
    ],
)
def test_what_is_missing_is_one_sentence(collect, arguments, code, message):
    found, said = collect(*arguments.split())
    assert found == code
    assert message in said
    assert code == 2 or said.count("\n") == 1


def test_nothing_to_pair_is_one_sentence(collect, tmp_path):
    (tmp_path / "fr.txt").write_text("Description-md5: zz\nDescription-fr: seul\n", "utf-8")
    code, said = collect("descriptions", "en.txt", "fr.txt", "out.tsv")
    assert code == 1
    assert said.endswith("collect_pairs: out.tsv was not written: there is no pair to take.\n")
