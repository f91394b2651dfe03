"""Two languages in each cue are two streams of speech."""

from itertools import chain

from align.readers.subtitles import SubtitleReader
from align.readers.turns import are_dual, joined, turns_of

DUAL = [
    "Je voulais te dire|I wanted to tell you",
    "que je pars demain.|that I’m leaving tomorrow.",
    "Où vas-tu ?|Where are you going?",
    "Loin ?|Far?",
    "À Brest, chez|ma sœur.|To Brest, to|my sister’s.",
    "- Déjà ?|- Oui.|- Already?|- Yes.",
    "(rires)",
    "Le train part|à huit heures.|The train leaves at eight.",
    "Bien.|All right.",
]
SINGLE = [
    "Je voulais te dire|que je pars demain.",
    "Où vas-tu ?|Chez ta sœur ?",
    "À Brest,|chez ma sœur.",
    "Déjà ? Oui.|Le train part",
    "à huit heures.|Bien.",
]


def lines_of(cue: str) -> list[tuple[str, str]]:
    return [("", line) for line in cue.split("|")]


def texts(cues: list[str], *, dual: bool) -> list[str]:
    turns = (turns_of(lines_of(cue), i, i + 1, dual=dual) for i, cue in enumerate(cues))
    return [entry.text for entry in joined(chain.from_iterable(turns))]


def test_cues_in_two_languages_are_told() -> None:
    assert are_dual([lines_of(cue) for cue in DUAL] + [[]])
    assert not are_dual([lines_of(cue) for cue in SINGLE * 3])
    assert not are_dual([lines_of(cue) for cue in DUAL[:3]])
    assert not are_dual([lines_of("il pleut|et il vente")] * 20)
    assert not are_dual([])


def test_each_language_is_a_stream_of_its_own() -> None:
    assert texts(DUAL, dual=True) == [
        "Je voulais te dire que je pars demain.",
        "I wanted to tell you that I’m leaving tomorrow.",
        "Où vas-tu ?",
        "Where are you going?",
        "Loin ?",
        "Far?",
        "À Brest, chez ma sœur.",
        "To Brest, to my sister’s.",
        "Déjà ?",
        "Oui.",
        "Already?",
        "Yes.",
        "(rires)",
        "Le train part",
        "à huit heures.",
        "The train leaves at eight.",
        "Bien.",
        "All right.",
    ]
    assert texts(SINGLE, dual=False)[0] == "Je voulais te dire que je pars demain."


def test_a_file_in_two_languages() -> None:
    source = "".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{cue}\n\n" for i, cue in enumerate(DUAL, 1)
    ).replace("|", "\n")
    document = SubtitleReader().read(source.encode(), name="a.srt")
    assert [document.text[b.start : b.end] for b in document.blocks] == texts(DUAL, dual=True)
    assert document.blocks[1].place == "00:00:01.000 --> 00:00:02.900"
