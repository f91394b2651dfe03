"""Count the headings and labels that a model translates as they are written.

    python eval/headings.py [--model MODEL]

Translates French headings of letters, leaflets, notices and press releases by themselves, as a
label before small letters, and in capitals as such a label, and prints each whose translation is
none of those that a reader would expect.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Container, Sequence

from align.errors import MarialignError
from align.translators import open_translator

# French: what English may have.
_HEADINGS = """
Adresse: address
Annexe: annex, appendix, schedule
Attention: attention, warning, caution
Auteur: author
Avertissement: warning, notice
Bibliothèque: library
Boissons: drinks, beverages
Cantine: canteen
Chapitre: chapter
Commande: order
Communiqué de presse: press release
Composition: composition
Date limite: deadline, closing date, due date
Description: description
Destinataire: recipient, addressee
Durée: duration, length, term
Débat: debate, discussion
Définitions: definitions
Dépenses: expenditure, expenses, spending
Dépistage gratuit: free screening
Développement: development
Emballage: packaging, packing
Enseignement: education, teaching
Entrée libre: free entry, free admission, free entrance
Expéditeur: sender
Exposition: exhibition
Facture: invoice, bill
Formation: training
Garantie: guarantee, warranty
Gymnase: gymnasium, gym
Horaires: schedule, timetable, opening hours, hours, times, timetables
Hébergement: accommodation, lodging, hosting
Hôpital: hospital
Ingrédients: ingredients
Inscription: registration
Jardinage: gardening
Lieu: place, location, venue
Livraison: delivery
Logement: housing, accommodation, dwelling
Mairie: town hall, city hall, mairie
Matériel: equipment, material, materials, hardware
Mise à jour: update
Montant: amount
Musée: museum
Mémoire: memory
Métier: trade, profession, occupation, job
Natation: swimming
Nettoyage: cleaning
Nombre: number
Objet: object, subject, purpose
Ordre du jour: agenda
Outils: tools
Paiement: payment
Participants: participants
Peinture: painting, paint
Pharmacie: pharmacy
Piscine: swimming pool, pool
Piscine municipale: municipal swimming pool, municipal pool
Poids: weight
Pompiers: firefighters, firemen, fire brigade, fire service
Presse: press
Prix: price, prices, prize
Programme: programme, program
Propriétaire: owner
Précautions: precautions
Préparation: preparation
Présentation: presentation
Prévention: prevention
Publicité: advertising, advertisement, publicity
Quantité: quantity
Rappel: reminder, recall
Recettes: revenue, recipes, receipts
Recrutement: recruitment, recruiting
Remarque: note, remark, comment
Remboursement: refund, repayment, reimbursement
Remerciements: acknowledgements, acknowledgments, thanks
Renseignements: information
Retraite: retirement, pension
Réchauffement climatique: global warming
Règlement: regulation, rules, regulations, settlement, payment
Réservation: reservation, booking
Résultats: results
Réunion: meeting
Santé: health
Sommaire: summary, contents
Soutien: support
Spectacle: show, performance
Séance: session, sitting, meeting
Sécurité: safety, security
Tarifs: rates, prices, tariffs, fees
Température: temperature
Théâtre: theatre, theater
Titre: title
Transports: transport, transports, transportation
Travaux: work, works, roadworks
Témoignage: testimony, testimonial
Vacances: holidays, holiday, vacation, vacations
Vente: sale, sales, selling
Ville: city, town
Voiture: car
Échantillon: sample
Électricité: electricity
Équipement: equipment
Événements: events
"""


def headings() -> dict[str, set[str]]:
    """Return the French headings, each with what English may have."""
    lines = [line.split(": ") for line in _HEADINGS.split("\n") if line]
    return {french: set(english.split(", ")) for french, english in lines}


def main() -> None:
    """Print what is unexpected, and counts; errors become a sentence on stderr and an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="bundled")
    options = parser.parse_args()
    asked = headings()
    forms = {
        "by themselves": list(asked),
        "labels": [f"{heading} : 12 mai" for heading in asked],
        "labels in capitals": [f"{heading.upper()} : 12 mai" for heading in asked],
    }
    try:
        translator = open_translator(model=options.model, cache=False)
        for what, texts in forms.items():
            made = [translation.text for translation in translator.translate(texts)]
            count(what, texts, made, list(asked.values()))
    except MarialignError as error:
        print(f"headings: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def count(
    what: str, texts: Sequence[str], made: Sequence[str], expected: Sequence[Container[str]]
) -> None:
    """Print the headings that are not as expected, and how many are."""
    right = 0
    for text, translation, wanted in zip(texts, made, expected, strict=True):
        if translation.split(":")[0].strip().lower() in wanted:
            right += 1
        else:
            print(f"{text}\t{translation}")
    print(f"{what}: {right} of {len(texts)} as expected")


if __name__ == "__main__":
    main()
