"""Cues become sentences with their times; nothing that is said is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ReadError
from align.readers.subtitles import SubtitleReader

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Le ministre est arrivé</i>
à Tallinn hier.

2
00:00:03,000 --> 00:00:04,000
Il a vu M.

3
00:00:04,100 --> 00:00:05,000
Dupont, qui lui a dit...

4
00:00:05,100 --> 00:00:06,000
...que le port était fermé. {\\an8}Puis

5
00:00:06,100 --> 00:00:07,000
il est parti.

6
00:00:08,000 --> 00:00:09,000
- Pourquoi ?
- Je ne sais pas.

7
00:00:10,000 --> 00:00:11,000
C’était en
1984

8
00:00:30,000 --> 00:00:31,000
Un autre jour

9
00:00:32,000 --> 00:00:33,000

10
00:00:33,000 --> 00:00:34,500
{Note} sans point
"""

VTT = """WEBVTT - Un film
Kind: captions

STYLE
::cue { color: red }

NOTE Une note
sur deux lignes

intro
00:01.000 --> 00:02.500 align:start position:0%
<v Marie>Il pleut &amp; il <00:02.000><c.red>vente</c>.

NOTE 00:01 rien

suite
1:00:03.000 --> 1:00:04.000
Il y a 3 &lt; 4.
1984
"""


def blocks(source: str | bytes) -> list[tuple[str, str]]:
    data = source.encode() if isinstance(source, str) else source
    document = SubtitleReader().read(data, name="a.srt")
    return [(b.place, document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_subrip(newline: str, encoding: str) -> None:
    assert blocks(SRT.replace("\n", newline).encode(encoding)) == [
        ("00:00:01.000 --> 00:00:02.500", "Le ministre est arrivé à Tallinn hier."),
        (
            "00:00:03.000 --> 00:00:07.000",
            "Il a vu M. Dupont, qui lui a dit... ...que le port était fermé. Puis il est parti.",
        ),
        ("00:00:08.000 --> 00:00:09.000", "Pourquoi ?"),
        ("00:00:08.000 --> 00:00:09.000", "Je ne sais pas."),
        ("00:00:10.000 --> 00:00:11.000", "C’était en 1984"),
        ("00:00:30.000 --> 00:00:34.500", "Un autre jour {Note} sans point"),
    ]


def test_dashes_stand_outside_the_blocks() -> None:
    document = SubtitleReader().read(SRT.encode(), name="a.srt")
    assert "\n\n- Pourquoi ?\n\n- Je ne sais pas.\n\n" in document.text


def test_webvtt() -> None:
    assert blocks(VTT) == [
        ("00:00:01.000 --> 00:00:02.500", "Il pleut & il vente."),
        ("01:00:03.000 --> 01:00:04.000", "Il y a 3 < 4. 1984"),
    ]


def test_speech_without_stops_is_cut() -> None:
    times = [f"00:{i // 60:02}:{i % 60:02}" for i in range(300)]
    source = "".join(f"1\n{t},000 --> {t},900\nsans aucun point\n\n" for t in times)
    found = blocks(source)
    assert all(len(text) < 450 for _, text in found)
    assert " ".join(text for _, text in found) == " ".join(["sans aucun point"] * 300)


@pytest.mark.parametrize(
    ("first", "second", "cut"),
    [
        ("[MUSIQUE]", "Il dort.", True),
        ("Il dort. (rires)", "Elle rit.", True),
        ("Il dit : « Non ! » (rires)", "Elle rit.", True),
        ("♪ Au clair de la lune ♪", "♪ Mon ami Pierrot ♪", True),
        ("PARIS, 1942", "♪ Au clair de la lune ♪", True),
        ("Il dort", "♪ Au clair de la lune ♪", True),
        ("PARIS, 1942", "Il pleut.", True),
        ("À", "Paris, il pleut.", False),
        ("ATTENTION,", "Pierre arrive.", False),
        ("IL PLEUT", "EN MER.", False),
        ("♪ Au clair", "♪ De la lune ♪", False),
        ("Il dort [toux]", "Pierre.", False),
        ("Il dort. [toux]", "et rêve.", False),
        ("Il dort", "[toux]", True),
        ("PARIS, 1942", "(rires)", True),
        ("Je voulais-- [toux]", "Pierre !", True),
        ("Je voulais — (toux)", "Pierre !", True),
        ("Il a vu", "(enfin) Pierre.", False),
    ],
)
def test_what_is_heard_and_not_said_ends_a_block(first: str, second: str, cut: bool) -> None:
    source = f"1\n00:00:01,000 --> 00:00:02,000\n{first}\n\n"
    source += f"2\n00:00:03,000 --> 00:00:04,000\n{second}\n"
    texts = [text for _, text in blocks(source)]
    assert texts == ([first, second] if cut else [f"{first} {second}"])


def test_what_is_heard_in_a_line_of_a_cue_is_a_block() -> None:
    cue = "1\n00:00:01,000 --> 00:00:03,000\n[Des pas]\nAnne : Papa ?\n(rires)\net cris.\n"
    document = SubtitleReader().read(cue.encode(), name="a.srt")
    texts = [document.text[b.start : b.end] for b in document.blocks]
    assert texts == ["[Des pas]", "Anne : Papa ? (rires) et cris."]


def cues(*texts: str) -> str:
    times = "00:00:{0:02}.000 --> 00:00:{0:02}.900\n"
    return "".join(f"{times.format(i)}{text}\n\n" for i, text in enumerate(texts))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (["Je te disais--", "[bruit]", "Qui est là ?"], 3),
        (["Je te disais--\n[bruit]\nQui est là ?"], 3),
        (["Je te disais que", "(téléphone)", "(rires)", "Allô ?"], 4),
        (["Je te disais que", "(téléphone)", "tu dors."], 1),
        (["Je te disais que\n(téléphone)", "tu dors."], 1),
    ],
)
def test_what_is_heard_alone_ends_what_is_said_before(said: list[str], found: int) -> None:
    assert len(blocks(cues(*said))) == found


def test_another_voice_is_another_turn() -> None:
    one, other = "<v Marie>Je suis <b>très</b> contente</v>", "<v.loud Jean>Moi aussi</v>"
    for said in ([one, other], [f"{one}\n{other}"], [f"{one} {other}"]):
        texts = [text for _, text in blocks(f"WEBVTT\n\n{cues(*said)}")]
        assert texts == ["Je suis très contente", "Moi aussi"]
    for said in ([one, "<v Marie>Moi aussi</v>"], [one, "Moi aussi"], [f"{one}\nMoi aussi"]):
        texts = [text for _, text in blocks(f"WEBVTT\n\n{cues(*said)}")]
        assert texts == ["Je suis très contente Moi aussi"]
    assert len(blocks(f"WEBVTT\n\n{cues(one, 'de tout', other)}")) == 2


def test_nothing_in_it() -> None:
    assert blocks("") == []
    with pytest.raises(ReadError, match=r"a\.srt: has no line such as 00:01:02"):
        blocks("Bonjour.\n")
    with pytest.raises(ReadError, match="NUL"):
        blocks(b"1\n00:00:01,000 --> 00:00:02,000\nBon\0jour\n")


CUE = "1\n00:00:01,000 --> 00:00:02,000\nDébut.\n\n"


@pytest.mark.parametrize(
    "piece", ["<a", "<", "{\\", "\n", " ", "\n1", "1", "-->", "&amp;", "- x\n", CUE]
)
@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
def test_repeated_pieces_end_in_time(piece: str, head: str) -> None:
    source = head + CUE.replace(",", ".") + CUE.rstrip() + " " + piece * 30_000
    assert blocks(source)[0][1].startswith("Début.")


def test_two_times_in_a_cue_are_refused() -> None:
    with pytest.raises(ReadError, match=r"^a\.srt: a time stands where the text of a cue was"):
        blocks(CUE.rstrip() + "\nde 00:00:01,0 à 00:00:02,0\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"],
                                      exclude_characters="<>{}\\&:-‐–—\u00ad\x85"))))  # fmt: skip
def test_nothing_said_is_lost(said: list[str]) -> None:
    source = "".join(
        f"{i}\n00:00:{i % 60:02},000 --> 00:00:{i % 60:02},900\n{text}\n\n"
        for i, text in enumerate(said)
    )
    found = "".join(text for _, text in blocks(source))
    assert "".join(found.split()) == "".join("".join(said).split())


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("00:00:01 --> 00:00:02", "00:00:01.000 --> 00:00:02.000"),
        ("0:0:1,5 --> 00:00:02.25", "00:00:01.500 --> 00:00:02.250"),
        (" 00:00:01,000-->00:00:02 X1:40 X2:600", "00:00:01.000 --> 00:00:02.000"),
        ("00:01,000 --> 00:02,000", "00:00:01.000 --> 00:00:02.000"),
        ("01:01:01 --> 1:01:02.100 align:start", "01:01:01.000 --> 01:01:02.100"),
        ("00:00:01:500 --> 00:00:02;250", "00:00:01.500 --> 00:00:02.250"),
        ("00: 00: 01, 500 -> 00: 00: 02, 250", "00:00:01.500 --> 00:00:02.250"),
        ("00:00:01 , 500 -- > 00:00:02 , 250", "00:00:01.500 --> 00:00:02.250"),
        ("00:00:05,000 --> 00:00:02,000", "00:00:05.000 --> 00:00:05.000"),
    ],
)
@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
def test_times_that_leave_out_a_part(line: str, place: str, head: str) -> None:
    assert blocks(f"{head}{line}\nIl pleut.\n\n") == [(place, "Il pleut.")]


@pytest.mark.parametrize("line", ["12:30 --> 14:00", "Tallinn --> Riga", "10 --> 11", "-->"])
def test_other_arrows_are_speech(line: str) -> None:
    assert blocks(f"00:00:01 --> 00:00:02\nEnsuite\n{line} le train.\n") == [
        ("00:00:01.000 --> 00:00:02.000", f"Ensuite {line} le train.")
    ]
    assert blocks(f"WEBVTT\n\nsuite\n00:00:01 --> 00:00:02\n{line} le train.\n") == [
        ("00:00:01.000 --> 00:00:02.000", f"{line} le train.")
    ]


@pytest.mark.parametrize("line", ["00:00:xx,500 --> 00:00:05,000", "00:00:04,000 -->"])
@pytest.mark.parametrize(
    ("before", "number"),
    [("", 2), ("\n\n", 4), (CUE, 6), (CUE + "\n\n", 8), (CUE.rstrip() + "\n", 5)],
)
def test_times_that_cannot_be_read_are_refused(line: str, before: str, number: int) -> None:
    """They were said as a sentence, or the text below was lost where no cue came before."""
    with pytest.raises(ReadError, match=rf"^a\.srt, line {number}: a cue begins here, but its ti"):
        blocks(f"{before}2\n{line}\nIl pleut.\n\n{CUE}")


def test_any_arrow_is_of_times_after_a_number_that_stands_apart() -> None:
    with pytest.raises(ReadError, match="line 6"):
        blocks(f"{CUE}2\na --> b")
    assert blocks(f"{CUE.rstrip()}\n2\na --> b")[0][1] == "Début. 2 a --> b"


@pytest.mark.parametrize("title", ["", "suite\n"])
def test_times_that_cannot_be_read_are_refused_in_webvtt_too(title: str) -> None:
    with pytest.raises(ReadError, match=r"^a\.srt, line \d: a cue begins here, but its times"):
        blocks(f"WEBVTT\n\n{title}00:00:xx.500 --> 00:00:05.000\nIl pleut.\n\n{CUE}")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("Il pleut.\n\n4\n", "Il pleut."),  # cut before the times of the next cue
        ("Il pleut.\n\n4", "Il pleut."),
        ("Il pleut en\n4\n", "Il pleut en 4"),
        ("Il pleut.\n\n1984\n", "Il pleut. 1984"),
        ("\n4\n", ""),
    ],
)
def test_the_number_of_a_cue_that_was_cut_off_is_not_said(end: str, said: str) -> None:
    place = "00:00:01.000 --> 00:00:02.000"
    assert blocks(f"3\n00:00:01,000 --> 00:00:02,000\n{end}") == ([(place, said)] if said else [])


def test_a_cue_of_very_many_lines_is_refused_and_very_many_cues_are_read() -> None:
    with pytest.raises(ReadError, match=r"a\.srt: the cue at 00:00:01.000 --> 00:00:02.000 has mo"):
        blocks(CUE + "- x\n" * 100_001)
    assert len(blocks(CUE * 100_001)) == 100_001


def test_roll_up_captions_say_each_row_once() -> None:
    cues = [
        ("00:00.320", "00:02.149", " \nbonjour<00:00.640><c> à</c><00:01.040><c> tous</c>"),
        ("00:02.149", "00:02.159", "bonjour à tous\n "),
        ("00:02.159", "00:04.000", "bonjour à tous\naujourd’hui<00:02.480><c> il</c>"),
        ("00:04.000", "00:04.010", "aujourd’hui il\n "),
        ("00:04.010", "00:06.000", "aujourd’hui il\npleut."),
    ]
    text = "".join(f"{start} --> {end}\n{body}\n\n" for start, end, body in cues)
    assert blocks(f"WEBVTT\n\n{text}") == [
        ("00:00:00.320 --> 00:00:06.000", "bonjour à tous aujourd’hui il pleut.")
    ]


def test_rows_that_are_said_twice_stay() -> None:
    text = "00:01.000 --> 00:02.000\nNon !\n\n00:02.000 --> 00:03.000\nNon !\n"
    assert [body for _, body in blocks(f"WEBVTT\n\n{text}")] == ["Non !", "Non !"]


def test_lines_of_a_song_in_one_cue_stay_apart() -> None:
    said = "♪ Au clair de la lune ♪\n♪ Mon ami Pierrot ♪\n"
    assert [body for _, body in blocks(f"1\n00:00:01,000 --> 00:00:02,000\n{said}")] == [
        "♪ Au clair de la lune ♪", "♪ Mon ami Pierrot ♪",
    ]  # fmt: skip
    run_on = "♪ Au clair de la lune,\nmon ami Pierrot ♪\n"
    assert len(blocks(f"1\n00:00:01,000 --> 00:00:02,000\n{run_on}")) == 1
