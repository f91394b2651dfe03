"""French terms and formulas of press, courts and notices, read in words that small models know.

Each of these was taken for something else: `écroué` was "crushed", `averses` "raves", `infirmé`
"confirmed", and `Défense de fumer` "Keep smoking".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from align.translators.mends.spelling import SMALL

_VERB = (  # "de" and an infinitive
    rf"(?= d(?:e |['’])(?:(?:[mns]e|les?|la|lui|y|en) |[lmnsy]['’])*(?!(?:manière|premier|dernier"
    rf"|lumière|pierre|matière|guerre|terre|nombre|particulier|papier|entrée)\b)"
    rf"[{SMALL}]+(?:er|ir|re)\b)"
)
_HAS = (
    "((?<!s['’])(?:est|était|sera|fut|été|a|ai|as|avez|ont|avais|avait|avaient)"
    "(?: formellement| strictement)?)"
)
_RULING = "(?= (?:(?:l[ae]s?|une?|ce(?:t|tte)?|en|s[ao]n?) |l['’])?(?:jugement|arrêt|décision))"
_PUNISHED = r"(?= [\w’'\s]{0,20}\b(?:ans|mois|prison|perpétuité))"
_BUT_FUNDS = "(?! de fonds| socia)"
_PHRASES = (  # what is read otherwise, letters that it has, and what is read
    # courts
    ("la mise en examen", "examen", "l’inculpation"),
    ("(?:sa|son) mise en examen", "examen", "son inculpation"),
    ("(une|cette|leur) mise en examen", "examen", r"\1 inculpation"),
    ("(?:de |d['’]une )mise en examen", "examen", "d’inculpation"),
    ("mises en examen", "examen", "inculpées"),
    ("mise en examen", "examen", "inculpée"),
    ("mis en examen", "examen", "inculpé"),
    ("d['’]un non-lieu", "non-lieu", "de l’abandon des poursuites"),
    ("(?:l['’]un|le|un) non-lieu", "non-lieu", "l’abandon des poursuites"),
    ("(été|a|ont|avait|fut) relaxé(e?s?)(?: en appel)?", "relaxé", r"\1 acquitté\2"),
    ("l['’]a relaxé(e?)", "relaxé", r"l’a acquitté\1"),
    (r"((?:prononc|requi|plaid|demand|ordonn)\w+) la relaxe", "relaxe", r"\1 l’acquittement"),
    ("acquitté(e?s?) en appel", "acquitté", r"acquitté\1 par la cour d’appel"),
    ("écroué(e?s?)", "écroué", r"emprisonné\1"),
    ("réclusion(?: criminelle)? à perpétuité", "réclusion", "prison à vie"),
    ("réclusion criminelle", "réclusion", "prison"),
    (f"encourt{_PUNISHED}", "encourt", "risque"),
    (f"encourent{_PUNISHED}", "encourent", "risquent"),
    (f"encourait{_PUNISHED}", "encourait", "risquait"),
    ("parquet a requis", "requis", "procureur a demandé"),
    (r"(\w+ (?:ans|mois)) ferme", "ferme", r"\1 de prison ferme"),
    ("information judiciaire", "judiciaire", "enquête judiciaire"),
    ("en redressement judiciaire", "judiciaire", "sous administration judiciaire"),
    ("garde des [Ss]ceaux", "garde", "ministre de la Justice"),
    ("la cour d['’]assises", "assises", "le tribunal criminel"),
    ("une cour d['’]assises", "assises", "un tribunal criminel"),
    ("cour d['’]assises", "assises", "tribunal criminel"),
    ("tribunal correctionnel", "correctionnel", "tribunal pénal"),
    ("tribunal de grande instance", "instance", "tribunal de première instance"),
    ("conseil de prud['’]hommes", "hommes", "tribunal du travail"),
    ("aux prud['’]hommes", "hommes", "au tribunal du travail"),
    (r"(?:s['’]est|se sont) (?:porté|constitué)e?s? parties? civiles?", "civile",
     "participe au procès comme partie civile"),
    ("pourvoi", "pourvoi", "recours"),
    (f"infirmer{_RULING}", "infirmer", "annuler"),
    (f"(a|ont|avait) infirmé{_RULING}", "infirmé", r"\1 annulé"),
    (f"infirme{_RULING}", "infirme", "annule"),
    ("ni infirmé", "infirmé", "ni démenti"),
    ("confirmer (ou|ni) infirmer", "infirmer", r"confirmer \1 démentir"),
    # administration
    ("(préfète?|préfecture|maire|ministre|mairie) a pris un arrêté", "arrêté",
     r"\1 a publié une ordonnance"),
    ("un arrêté (préfectoral|municipal)", "arrêté", r"une ordonnance \1e"),
    ("par arrêté (préfectoral|municipal|du maire|du préfet)", "arrêté", r"par ordre \1"),
    ("le Quai d['’]Orsay", "Quai", "le ministère français des Affaires étrangères"),
    ("(?-i:Quartier général)(?= d(?:e|es|u|['’]))", "Quartier", "QG"),
    ("médecin traitant", "traitant", "médecin de famille"),
    ("(en|un) arrêt (?:de travail|maladie)", "arrêt", r"\1 congé de maladie"),
    ("carte grise", "carte grise", "carte d’immatriculation"),
    ("carte Vitale", "Vitale", "carte d’assurance maladie"),
    (r"(le|du|au) preneur(?! d| à bail)(?=.{0,200}\b(?:bail|loyer))", "preneur", r"\1 locataire"),
    ("bailleur (et|ou|au) (le|du|) ?preneur", "bailleur", r"bailleur \1 \2 locataire"),
    (f"(le|du|au|un) bailleur{_BUT_FUNDS}", "bailleur", r"\1 propriétaire"),
    # accidents and weather
    ("(?:son|leur|le) pronostic vital (est|était) engagé", "pronostic", r"sa vie \1 en danger"),
    ("(?:son|leur|le) pronostic vital n['’](est|était) (pas|plus) engagé", "pronostic",
     r"sa vie n’\1 \2 en danger"),
    ("chauffard(s?)", "chauffard", r"conducteur\1"),
    ("malfaiteur(s?)", "malfaiteur", r"criminel\1"),
    ("maîtrisé le sinistre", "sinistre", "maîtrisé l’incendie"),
    ("le sinistre s['’]est déclaré", "sinistre", "l’incendie s’est déclaré"),
    ("obsèques", "obsèques", "funérailles"),
    ("inhumation", "inhumation", "enterrement"),
    ("averses", "averses", "pluies"),
    # sport
    ("s['’]est inclinée? (?:face à|contre)", "inclin", "a perdu contre"),
    ("s['’]est inclinée? face au", "inclin", "a perdu contre le"),
    ("se sont inclinée?s (?:face à|contre)", "inclin", "ont perdu contre"),
    ("se sont inclinée?s face au", "inclin", "ont perdu contre le"),
    (r"s['’]est inclinée? (?=à domicile|sur le score|\(\d)", "inclin", "a perdu "),
    # notices
    (rf"(?:(?<=[.!?:;–—-] )|\A)défense(?: absolue| formelle)?{_VERB}", "éfense",
     "il est interdit"),
    (f"{_HAS} défendu(?:e?s?){_VERB}", "éfendu", r"\1 interdit"),
    (f"(je (?:te|vous)) défends{_VERB}", "éfends", r"\1 interdis"),
    (r"non compris(e?s?)(?= ?[.,;)]|\Z)", "non compris", r"non inclus\1"),
    ("(?:bien )?agiter avant (?:l['’])?(?:emploi|usage|utilisation)", "giter avant",
     "secouer avant d’utiliser"),
    ("au frais et au sec", "au frais", "dans un endroit frais et sec"),
    ("(conserver|garder|tenir|réserver) au frais", "au frais", r"\1 dans un endroit frais"),
    ("ne pas jeter sur la voie publique", "voie publique", "ne pas jeter dans la rue"),
    ("(?:tenir|conserver) hors de (?:la )?portée", "hors de", "gardez hors de portée"),
    ("relâche (?=l[ea] |les |tous)", "elâche", "fermé "),
    ("un vide-grenier", "vide-grenier", "une vente de garage"),
    ("vide-greniers", "vide-grenier", "ventes de garage"),
    ("soldes (d['’](?:hiver|été))", "soldes", r"ventes \1"),
    ("de la rentrée (?:des classes|scolaire)", "rentrée", "du retour à l’école"),
    ("à la rentrée (?:des classes|scolaire)", "rentrée", "au retour à l’école"),
    ("la rentrée (?:des classes|scolaire)", "rentrée", "le retour à l’école"),
    ("(€|euros|EUR) HT", "HT", r"\1 sans TVA"),
    ("(€|euros|EUR) TTC", "TTC", r"\1 TVA comprise"),
)  # fmt: skip
_READ = tuple(
    (
        trigger,
        re.compile(rf"(?<![\w-]){pattern}(?![\w-])".replace(" ", "[ \u00a0]"), re.IGNORECASE),
        said,
    )
    for pattern, trigger, said in _PHRASES
)


def paraphrased(text: str) -> str:
    """Write terms of a French text that models take for others in words that they know.

    >>> paraphrased("Défense de fumer ; il a été écroué.")
    'Il est interdit de fumer ; il a été emprisonné.'
    """
    for trigger, pattern, said in _READ:
        if trigger in text:
            text = pattern.sub(_saying(said), text)
    return text


def _saying(said: str) -> Callable[[re.Match[str]], str]:
    def told(found: re.Match[str]) -> str:
        made = found.expand(said)
        return made[0].upper() + made[1:] if found[0][0].isupper() else made

    return told
