"""Count the names, acronyms and rare nouns that come through a translation as they should.

    python eval/names.py [--model MODEL]

Makes 144 French sentences of press and story with 336 names of persons, given and family names that
are words too among them, 144 with a place and 249 with an acronym that English keeps, and prints
each whose translation lacks one. The guards know the given names
(`align/translators/mends/forenames.py`) and most of the places (`gazetteer.py`; those with hyphens
by their form), neither the families nor these acronyms. Last come sentences with each noun of the
guards' glossary, 704 in all: what they are for, not a sample of what they are not.
"""

from __future__ import annotations

import argparse
import random
import re
import sys

from align.errors import MarialignError
from align.translators import open_translator
from align.translators.mends.glossary import KNOWN, plural

_WOMEN = """Amélie Anaïs Angèle Ambre Armelle Aurore Bérengère Blanche Camille Capucine Chloé Claire
    Clémence Constance Delphine Élodie Estelle Fanny Félicité Florence Françoise Geneviève Hélène
    Inès Isabelle Jeanne Joëlle Laure Léa Lucie Lucile Ludivine Maëlle Manon Margaux Marguerite
    Marion Mathilde Nadège Noémie Océane Odile Perrine Prudence Prune Romane Rose Sandrine Solène
    Ursule Valérie Véronique Victoire Violette Zoé"""
_MEN = """Bastien Benoît Clément Corentin Cyril Damien Désiré Didier Émile Étienne Fabien Firmin
    Gaël Gaspard Gérard Guillaume Hervé Honoré Jérôme Juste Killian Laurent Lilian Loïc Luc
    Marceau Modeste Nathan Olivier Parfait Pascal Quentin Raphaël Rémi Serge Sylvain Tanguy Thibault
    Tristan Xavier Yann Yves"""
_FAMILIES = """Barbier Barre Beau Berger Besson Blanc Bonnet Boucher Boulanger Bourgeois Bouvier
    Brunel Caron Chapuis Charpentier Chauvin Chevalier Cochet Colas Collin Cordier Coste Courtois
    Cousin Delorme Deschamps Dubois Dumas Dupont Duval Fabre Faure Ferrand Fleury Fontaine Forestier
    Fournier Gaillard Gauthier Germain Giraud Guérin Guichard Hamel Hardy Hubert Huet Jacquet Joly
    Labbé Lacroix Laforêt Lambert Langlois Leblanc Lebrun Leclerc Ledoux Lefèvre Legrand Lejeune
    Lemaire Lemoine Lenoir Leroy Lesage Lévêque Loiseau Maillard Mallet Marchand Maréchal Masson
    Maurin Mercier Meunier Morin Moulin Mouton Navarro Noël Noir Pasquier Pelletier Perrot Petit
    Picard Poirier Poirot Poulain Prévost Regnier Renard Rivière Robin Rolland Roux Royer Sauvage
    Tessier Texier Valette Vasseur Vidal Voisin Weiss"""
_SENTENCES = (
    "{a} {f}, à la tête de l'usine, a annoncé l'ouverture d'un second atelier.",
    "« Nous avons attendu trois ans », explique {a} {f}.",
    "Le soir, {a} {f} a remercié les habitants.",
    "{a} ouvrit la porte et regarda {b} sans rien dire.",
    "Hier soir, {a} a dîné avec Mme {f} et son ami {b}.",
    "Le rapport de M. {f} sera présenté par {a} {g}.",
)
_ROUNDS = 3
_TOWNS = """Agen Amiens Angers Aubusson Auxerre Beauvais Béziers Blois Cambrai Châteauroux Douai
    Évreux Guéret Laon Montreuil Nevers Périgueux Poitiers Quimper Rennes Rodez Soissons Toulon
    Troyes Valenciennes Saint-Étienne Saint-Lô Saint-Jean-de-Luz Châlons-en-Champagne
    Neuilly-sur-Seine Digne-les-Bains Villeneuve-d’Ascq"""
_IN_TOWNS = (
    "Le conseil municipal se réunira mardi soir à {}.",
    "Elle a passé son enfance près de {} et n’y est jamais revenue.",
    "{} accueillera la finale en juin.",
)
_THERE = {
    "au Havre": "Le Havre", "au Mans": "Le Mans", "au Creusot": "Le Creusot",
    "aux Herbiers": "Les Herbiers", "à La Rochelle": "La Rochelle", "dans le Gard": "Gard",
    "dans la Creuse": "Creuse", "dans l’Hérault": "Hérault", "dans le Lot": "Lot",
    "dans les Landes": "Landes", "dans la Drôme": "Drôme", "dans l’Oise": "Oise",
    "en Corrèze": "Corrèze", "dans la Nièvre": "Nièvre", "dans le Var": "Var",
    "en Meurthe-et-Moselle": "Meurthe-et-Moselle",
}  # fmt: skip
_IS_THERE = (
    "Un incendie s’est déclaré lundi {}.",
    "Deux randonneurs, égarés {}, ont été secourus.",
    "Il y a {} trois écoles qui resteront fermées.",
)

_ACRONYMS = """PSG SNCF EDF CGT UMP LFI PCF CNRS INSEE INSERM DGSE DGSI CSA CNIL AMF ARS HAS URSSAF
    MEDEF CFDT FNSEA LPO WWF CIA FBI NBA FIFA UEFA OM OL ASSE IRA RFI AFP BNP ADEME ANSES ONF ONEMA
    IFREMER CEA CNES ANRU ANAH OFPRA GIGN RAID SDIS SAMU SCC BRH CHUM UQAM SAQ CBC HEC ESSEC SPD CDU
    FDP PP PSOE PKK YPG FDLR FARC ELN IRSN DREAL DDT SCOT AMAP AFRT PVV PSD ADQ IMSS PDL AKP BJP ANC
    ZANU MDC"""
_WITH_LETTERS = (
    "{La}{} a publié son rapport mardi.",
    "Selon un porte-parole de {la}{}, la décision sera prise en mars.",
    "Les dirigeants de {la}{} et du ministère se sont rencontrés.",
)

Made = list[tuple[str, list[tuple[str, ...]]]]
"""Sentences, each with what its translation is to have: of each, one of some forms."""


def persons() -> Made:
    """Return sentences, each with the names of its persons."""
    dice = random.Random(3)
    given, families = (*_WOMEN.split(), *_MEN.split()), _FAMILIES.split()
    made = []
    for _ in range(_ROUNDS):
        first, last = dice.sample(given, len(given)), dice.sample(families, len(families))
        for place, (a, b) in enumerate(zip(first[::2], first[1::2], strict=False)):
            sentence = _SENTENCES[place % len(_SENTENCES)]
            names = {"a": a, "b": b, "f": last[place], "g": last[-1 - place]}
            used = [(name,) for key, name in names.items() if f"{{{key}}}" in sentence]
            made.append((sentence.format(**names), used))
    return made


def places() -> Made:
    """Return sentences, each with a place as English calls it."""
    made = []
    for town in _TOWNS.split():
        for sentence in _IN_TOWNS:
            text = sentence.format(town)
            made.append((re.sub(r"\bde (?=[AEIOUÉ])", "d’", text), [(town,)]))
    for there, name in _THERE.items():
        made += [(sentence.format(there), [(name,)]) for sentence in _IS_THERE]
    return made


def acronyms() -> Made:
    """Return sentences, each with an acronym."""
    made = []
    for acronym in _ACRONYMS.split():
        la = "l’" if acronym[0] in "AEIOU" else "la "
        for sentence in _WITH_LETTERS:
            text = sentence.format(acronym, la=la, La=la.capitalize())
            made.append((text, [(acronym,)]))
    return made


def nouns() -> Made:
    """Return sentences, each with a noun and the English words that it may be."""
    made = []
    for form, (kind, english, many) in KNOWN.items():
        ce = "cette" if kind.endswith("f") else "cet" if form[0] in "aeiouéœ" else "ce"
        text = f"On voyait partout des {form}." if many else f"Elle parla longtemps de {ce} {form}."
        made.append((text, [tuple(form for one in english for form in (one, plural(one)))]))
    return made


def main() -> None:
    """Print what is lost, and counts; errors become one sentence on stderr and an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="bundled")
    options = parser.parse_args()
    try:
        translator = open_translator(model=options.model, cache=False)
        for what, made in (
            ("names of persons", persons()),
            ("names of places", places()),
            ("acronyms", acronyms()),
            ("nouns", nouns()),
        ):
            kept = 0
            found = translator.translate([sentence for sentence, _ in made])
            for (sentence, names), translation in zip(made, found, strict=True):
                text = translation.text
                lost = [forms[0] for forms in names if not any(_stands(f, text) for f in forms)]
                kept += len(names) - len(lost)
                if lost:
                    print(f"{', '.join(lost)}\t{sentence}\t{translation.text}")
            asked = sum(len(names) for _, names in made)
            print(f"{kept} of {asked} {what} in {len(made)} sentences")
    except MarialignError as error:
        print(f"names: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.I) is not None


if __name__ == "__main__":
    main()
