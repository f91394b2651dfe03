"""Count the telephone numbers and months of dates that come through a translation.

    python eval/figures.py [--model MODEL]

Makes 200 French sentences with a telephone number or two, many with groups of zeros, which models
run together, and 240 with dates, and prints each whose translation lacks one, with its flags: what
is lost all the same is to be flagged.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence

from align.errors import MarialignError
from align.records import Translation
from align.translators import open_translator

_CALLS = (
    "Tél. : {}",
    "Contact presse : Anne Roux – {} – a.roux@mairie.fr",
    "Appelez le {} avant mardi.",
    "Renseignements au {} ou sur place.",
    "Tél. {} / Fax {}",
)
_DATES = (
    "Exposition du {} {m} au {} {n} 2024.",
    "Inscriptions du {} {m} au {} {n}.",
    "Le salon se tiendra du {} au {} {m} 2025 à Lyon.",
    "Fermeture annuelle : du {} {m} au {} {n} inclus",
    "Les {} {m}, {} {n} et {} {o}, de 9 h à 17 h",
    "Né le {} {m} 1912, mort le {} {n} 1987, il fut maire de 1945 à 1953.",
    "Ouvert de {m} à {n}, le dimanche jusqu’à 18 h.",
    "Vacances : {} {m} – {} {n} 2024",
    "Date limite : {} {m} 2025. Réponse avant le {} {n}.",
    "L’arrêté du {} {m} 2011 modifié par celui du {} {n} 2014 est abrogé.",
)
_MONTHS = {
    "janvier": "January", "février": "February", "mars": "March", "avril": "April", "mai": "May",
    "juin": "June", "juillet": "July", "août": "August", "septembre": "September",
    "octobre": "October", "novembre": "November", "décembre": "December",
}  # fmt: skip


def telephones(dice: random.Random) -> list[tuple[str, list[str]]]:
    """Return sentences, each with its numbers."""

    def number() -> str:
        groups = [f"{dice.randrange(100):02}", "00", "00", "10", "20"]
        return " ".join((f"0{dice.randint(1, 6)}", *dice.choices(groups, k=4)))

    made = [re.sub(r"\{\}", lambda _: number(), call) for _ in range(40) for call in _CALLS]
    return [(text, re.findall(r"\d\d(?: \d\d){4}", text)) for text in made]


def dates(dice: random.Random) -> list[tuple[str, list[str]]]:
    """Return sentences, each with its months in English."""
    made = []
    for _ in range(24):
        for sentence in _DATES:
            names = dict(zip("mno", dice.sample(list(_MONTHS), 3), strict=True))
            days = [dice.randint(2, 28) for _ in range(sentence.count("{}"))]
            used = [_MONTHS[name] for key, name in names.items() if f"{{{key}}}" in sentence]
            made.append((sentence.format(*days, **names), used))
    return made


def main() -> None:
    """Print what is lost, and counts; errors become one sentence on stderr and an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="bundled")
    options = parser.parse_args()
    dice = random.Random(3)
    try:
        translator = open_translator(model=options.model, cache=False)
        for what, made in (("telephone numbers", telephones(dice)), ("months", dates(dice))):
            count(what, made, translator.translate([text for text, _ in made]))
    except MarialignError as error:
        print(f"figures: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def count(what: str, made: Sequence[tuple[str, list[str]]], found: Sequence[Translation]) -> None:
    """Print the sentences that lack something, and how many these are."""
    wrong = flagged = 0
    for (sentence, asked), translation in zip(made, found, strict=True):
        lost = [one for one in asked if one not in translation.text]
        if lost:
            wrong += 1
            flagged += "numbers" in translation.flags
            flags = ",".join(translation.flags)
            print(f"{', '.join(lost)}\t{sentence}\t{translation.text}\t{flags}")
    print(f"{what}: {len(made) - wrong} of {len(made)} sentences whole, {flagged} others flagged")


if __name__ == "__main__":
    main()
