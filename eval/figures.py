"""Count the telephone numbers, dates, times, numbers and money that come through a translation.

    python eval/figures.py [--model MODEL]

Makes 200 French sentences with a telephone number or two, many with groups of zeros, which models
run together, 240 with dates, 237 with numbers from 21 to 99 in words, 90 with an amount of money,
48 with a measure, 44 with a time of day in words, 48 with so many times less of something and 48
with people called by their age, and prints each whose translation lacks one, with its flags: what
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
from align.translators.mends.numbers import CARDINALS

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
_SPELT = (
    "La salle compte {} places.",
    "Elle est morte à {} ans.",
    "Il a fallu {} jours pour {} maisons.",
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_UNITS = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_ENGLISH = {value: word for word, value in CARDINALS.items()}
_MONEY = (
    "Le prix du billet est de {}.",
    "Une amende de {} est prévue par la loi.",
    "Les frais d’inscription s’élèvent à {} par personne.",
    "Comptez {} la nuit, petit déjeuner compris.",
    "La subvention ({}) sera versée en mars.",
    "Montant : {}",
)
_CURRENCIES = {  # and what they may be in English, beside their codes
    "CHF": "francs", "CZK": "crowns", "GBP": "£", "USD": "$", "CAD": "CAD", "PLN": "PLN",
    "MAD": "MAD", "DZD": "DZD", "AED": "AED", "SGD": "SGD", "UAH": "UAH", "TND": "TND",
    "$ CA": "CA$", "F CFA": "FCFA", "HUF": "forints",
}  # fmt: skip
_MEASURES = {
    "Le domaine couvre {} ha de vignes.": ("{} hectares", "{} ha"),
    "La pression descendra à {} hPa dans la nuit.": ("{} hectopascals", "{} hPa"),
    "Cette voiture de {} ch consomme peu.": ("{} hp", "{} horsepower"),
    "La vitesse du vent atteint {} nœuds.": ("{} knots",),
    "La cave a vendu {} hl de vin rouge.": ("{} hectolitres", "{} hl"),
    "Le moteur tourne à {} tr/min.": ("{} rpm",),
}
_TIMES = (
    "Il était {} quand elle partit.",
    "Vers {}, on frappa à la porte.",
    "Le train part à {}.",
)
_PARTS = {"et quart": 15, "et demie": 30, "moins le quart": -15, "moins vingt": -20}
_MULTIPLES = (
    "C'est {} fois moins cher qu'à Paris.",
    "Les femmes y gagnent {} fois moins que les hommes.",
    "Il y a {} fois moins d'accidents.",
    "La ville est {} fois moins grande que Lyon.",
    "Ils sont {} fois moins nombreux qu'avant.",
    "Le train est {} fois moins rapide.",
)
_LESS = (
    "less", "fewer", "half", "third", "quarter", "fifth", "sixth", "eighth", "tenth", "lower",
    "smaller", "cheaper", "slower",
)  # fmt: skip
_AGED = (
    "Le {}, qui vivait seul, a été retrouvé mort.",
    "Une {} a porté plainte.",
    "Deux {}s ont été agressés.",
    "Sa voisine {} l'a vu.",
    "Un couple de {}s a été cambriolé.",
    "Un {} a été mis en examen.",
    "Cette {} vit à Lyon.",
    "Le maire {} a démissionné.",
)
_AGES = {
    "quadragénaire": ("forty", "40", "forties"), "quinquagénaire": ("fifty", "50", "fifties"),
    "sexagénaire": ("sixty", "60", "sixties"), "septuagénaire": ("seventy", "70", "seventies"),
    "octogénaire": ("eighty", "80", "eighties"), "nonagénaire": ("ninety", "90", "nineties"),
}  # fmt: skip
Made = list[tuple[str, list[tuple[str, ...]]]]
"""Sentences, each with what its translation is to have: of each, one of some forms."""


def telephones(dice: random.Random) -> Made:
    """Return sentences, each with its numbers."""

    def number() -> str:
        groups = [f"{dice.randrange(100):02}", "00", "00", "10", "20"]
        return " ".join((f"0{dice.randint(1, 6)}", *dice.choices(groups, k=4)))

    made = [re.sub(r"\{\}", lambda _: number(), call) for _ in range(40) for call in _CALLS]
    return [(text, [(one,) for one in re.findall(r"\d\d(?: \d\d){4}", text)]) for text in made]


def dates(dice: random.Random) -> Made:
    """Return sentences, each with its months in English."""
    made = []
    for _ in range(24):
        for sentence in _DATES:
            names = dict(zip("mno", dice.sample(list(_MONTHS), 3), strict=True))
            days = [dice.randint(2, 28) for _ in range(sentence.count("{}"))]
            used = [(_MONTHS[name],) for key, name in names.items() if f"{{{key}}}" in sentence]
            made.append((sentence.format(*days, **names), used))
    return made


def spelt(dice: random.Random) -> Made:
    """Return sentences, each with its numbers in words and figures."""
    made: Made = []
    for number in range(21, 100):
        for sentence in _SPELT:
            asked = [number, dice.randint(21, 99)][: sentence.count("{}")]
            made.append((sentence.format(*map(in_french, asked)), list(map(in_english, asked))))
    return made


def in_french(number: int) -> str:
    """Return how French spells a number from 1 to 999,999; the tests of its reading ask it too."""
    thousands, rest = divmod(number, 1000)
    words = [in_french(thousands)] if thousands > 1 else []
    words += ["mille"] * (thousands > 0)
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        words += [_UNITS[hundreds - 1]] * (hundreds > 1) + ["cent" + "s" * (hundreds > 1 > rest)]
    if rest >= 20:
        tens, unit = divmod(rest, 10)
        if tens in (7, 9):
            tens, unit = tens - 1, unit + 10
        joint = " et " if unit in (1, 11) and tens != 8 else "-"
        words.append(_TENS[tens] + (joint + _UNITS[unit - 1] if unit else "s" * (tens == 8)))
    elif rest:
        words.append(_UNITS[rest - 1])
    return " ".join(words)


def in_english(number: int) -> tuple[str, str]:
    """Return how English writes a number from 20 to 99."""
    tens, unit = divmod(number, 10)
    return f"{_ENGLISH[10 * tens]}-{_ENGLISH.get(unit, '')}".rstrip("-"), str(number)


def money(dice: random.Random) -> Made:
    """Return sentences, each with an amount's code, or what English has for it."""
    made: Made = []
    for code, other in _CURRENCIES.items():
        for sentence in _MONEY:
            made.append((sentence.format(f"{dice.randint(2, 99)}0 {code}"), [(code, other)]))
    return made


def measures(dice: random.Random) -> Made:
    """Return sentences, each with a measure in English."""
    made: Made = []
    for _ in range(8):
        for sentence, forms in _MEASURES.items():
            figures = dice.randint(21, 999)
            made.append((sentence.format(figures), [tuple(f.format(figures) for f in forms)]))
    return made


def times(dice: random.Random) -> Made:
    """Return sentences, each with a time of day in words."""
    made = []
    for hour in range(1, 12):
        for words, minutes in _PARTS.items():
            at, minute = divmod(60 * hour + minutes, 60)
            at = at or 12
            past, to = _ENGLISH[at], _ENGLISH[at % 12 + 1]
            forms = [f"{at}:{minute}", f"{at}.{minute}"]
            if minute == 15:
                forms.append(f"quarter past {past}")
            elif minute == 30:
                forms += [f"half past {past}", f"{past}-thirty", f"{past} thirty"]
            else:
                forms.append(f"{'quarter' if minute == 45 else 'twenty'} to {to}")
            text = dice.choice(_TIMES)
            name = "une" if hour == 1 else in_french(hour)
            made.append((text.format(f"{name} heure{'s' * (hour > 1)} {words}"), [tuple(forms)]))
    return made


def multiples(dice: random.Random) -> Made:
    """Return sentences that have something so many times less."""
    counts = [*map(in_french, (2, 3, 4, 5, 6, 8, 10)), "2"]
    return [(text.format(count), [_LESS]) for text in _MULTIPLES for count in counts]


def ages(dice: random.Random) -> Made:
    """Return sentences, each with people who are called by their age."""
    return [(text.format(name), [forms]) for text in _AGED for name, forms in _AGES.items()]


def main() -> None:
    """Print what is lost, and counts; errors become one sentence on stderr and an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="bundled")
    options = parser.parse_args()
    dice = random.Random(3)
    try:
        translator = open_translator(model=options.model, cache=False)
        for what, make in (
            ("telephone numbers", telephones), ("months", dates), ("numbers in words", spelt),
            ("currencies", money), ("measures", measures), ("times in words", times),
            ("times less", multiples), ("ages", ages),
        ):  # fmt: skip
            made = make(dice)
            count(what, made, translator.translate([text for text, _ in made]))
    except MarialignError as error:
        print(f"figures: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def count(what: str, made: Made, found: Sequence[Translation]) -> None:
    """Print the sentences that lack something, and how many these are."""
    wrong = flagged = 0
    for (sentence, asked), translation in zip(made, found, strict=True):
        text = translation.text.lower()
        lost = [forms[0] for forms in asked if not any(one.lower() in text for one in forms)]
        if lost:
            wrong += 1
            flagged += "numbers" in translation.flags
            flags = ",".join(translation.flags)
            print(f"{', '.join(lost)}\t{sentence}\t{translation.text}\t{flags}")
    print(f"{what}: {len(made) - wrong} of {len(made)} sentences whole, {flagged} others flagged")


if __name__ == "__main__":
    main()
