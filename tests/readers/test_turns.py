"""Two languages in each cue are two streams of speech."""

from itertools import chain

from align.readers.subtitles import SubtitleReader
from align.readers.turns import Sides, joined, sides_of, turns_of

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
    sides = Sides(map(lines_of, cues)) if dual else None
    turns = (turns_of(lines_of(cue), i, i + 1, sides=sides) for i, cue in enumerate(cues))
    return [entry.text for entry in joined(chain.from_iterable(turns))]


def test_cues_in_two_languages_are_told() -> None:
    assert sides_of([lines_of(cue) for cue in DUAL] + [[]])
    assert not sides_of([lines_of(cue) for cue in SINGLE * 3])
    assert not sides_of([lines_of(cue) for cue in DUAL[:3]])
    assert not sides_of([lines_of("il pleut|et il vente")] * 20)
    assert not sides_of([])


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
        "Le train part à huit heures.",
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


FRENCH = [
    "Je voulais te dire que|nous partons demain", "pour la ville.", "Il dort dans|la maison.",
    "Où est le chat|de la voisine ?", "Dans la maison du|président, je crois", "qui dort encore.",
    "Le train part|à huit heures", "et il est déjà tard.", "Tu viens avec|nous ?", "Oui.",
    "Nous partons, je crois.", "Demain ?",
]  # fmt: skip
ENGLISH = [
    "I wanted to tell you that we leave", "for the city tomorrow.", "He sleeps in the house.",
    "Where is the|neighbour’s cat?", "In the house of the president, I think", "who still sleeps.",
    "The train leaves|at eight", "and it is already late.", "Are you coming with us?", "Yes.",
    "We leave, I think.", "Tomorrow?",
]  # fmt: skip


def test_three_lines_are_two_of_one_language_and_one_of_the_other() -> None:
    """Sentences go on in the next cue: each language's by itself, whichever has two lines."""
    for upper, lower in ((FRENCH, ENGLISH), (ENGLISH, FRENCH)):
        cues = [f"{one}|{other}" for one, other in zip(upper, lower, strict=True)]
        assert sides_of([lines_of(cue) for cue in cues])
        found = texts(cues, dual=True)
        assert "Je voulais te dire que nous partons demain pour la ville." in found
        assert "In the house of the president, I think who still sleeps." in found
        assert "Dans la maison du président, je crois qui dort encore." in found
        assert "The train leaves at eight and it is already late." in found
        assert len(found) == 16  # "Oui." may be a short word, and goes on


def test_all_cues_may_have_three_lines() -> None:
    cues = [
        f"{one}|{other}"
        for one, other in zip(FRENCH, ENGLISH, strict=True)
        if (one + other).count("|") == 1
    ]
    assert sides_of([lines_of(cue) for cue in cues * 2])
    assert "Il dort dans la maison." in texts(cues, dual=True)


def test_three_lines_of_one_language_are_no_two() -> None:
    one = [
        "Je voulais te dire|que nous partons|demain.", "Où vas-tu ?|Chez ta sœur,|à Brest ?",
        "Le train part|à huit heures|du matin.", "Bien. Je viens|avec toi, si|tu le veux.",
    ]  # fmt: skip
    assert not sides_of([lines_of(cue) for cue in one * 5])
    verse = ["Le chat est là.|Le chien est là.|Il est là.", "Il est là|dans la|maison."]
    assert not sides_of([lines_of(cue) for cue in verse * 20])


def test_two_sentences_of_one_language_are_no_two_languages() -> None:
    """Every line ends with a stop, as where two languages are; but the words are the same ones."""
    one = [
        "Le train part à huit heures.|Je ne viens pas avec toi.", "Où est le chien ?|Et le chat ?",
        "Il est à la maison.|Elle est là.", "Tu ne dis rien.|Je ne sais pas.",
    ]  # fmt: skip
    assert not sides_of([lines_of(cue) for cue in one * 5])
