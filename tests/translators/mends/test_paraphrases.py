"""Terms of press, courts and notices are read in words that models know, and nothing else is."""

import pytest

from align.translators.mends.paraphrases import paraphrased


@pytest.mark.parametrize(
    ("french", "read"),
    [
        ("Il a été mis en examen.", "Il a été inculpé."),
        ("Sa mise en examen, la mise en examen", "Son inculpation, l’inculpation"),
        ("l’objet d’une mise en examen", "l’objet d’une inculpation"),
        ("mises en examen et écroués", "inculpées et emprisonnés"),
        ("Un non-lieu, d'un non-lieu", "L’abandon des poursuites, de l’abandon des poursuites"),
        ("Il a été relaxé en appel.", "Il a été acquitté."),
        ("Il a plaidé la relaxe.", "Il a plaidé l’acquittement."),
        ("Il encourt vingt ans de réclusion criminelle.", "Il risque vingt ans de prison."),
        ("à 18 mois ferme", "à 18 mois de prison ferme"),
        ("La cour d’assises", "Le tribunal criminel"),
        ("La cour a infirmé le jugement.", "La cour a annulé le jugement."),
        ("sans confirmer ni infirmer", "sans confirmer ni démentir"),
        ("Un arrêté préfectoral", "Une ordonnance préfectorale"),
        ("Elle est en arrêt maladie.", "Elle est en congé de maladie."),
        ("Le bailleur et le preneur", "Le propriétaire et le locataire"),
        ("Le preneur paie le loyer.", "Le locataire paie le loyer."),
        ("Son pronostic vital n'est pas engagé.", "Sa vie n’est pas en danger."),
        ("L'OM s’est incliné face à Nice.", "L'OM a perdu contre Nice."),
        ("au Quartier général du Commandement", "au QG du Commandement"),
        ("Défense d’entrer", "Il est interdit d’entrer"),
        ("Danger : défense absolue de fumer", "Danger : il est interdit de fumer"),
        ("Il lui avait défendu de lui parler.", "Il lui avait interdit de lui parler."),
        ("Repas non compris.", "Repas non inclus."),
        ("Agiter avant l’emploi", "Secouer avant d’utiliser"),
        ("Conserver au frais et au sec", "Conserver dans un endroit frais et sec"),
        ("Prix\u00a0: 25 € HT", "Prix\u00a0: 25 € sans TVA"),
        ("à la rentrée\u00a0scolaire", "au retour à l’école"),
    ],
)
def test_terms_are_read_in_other_words(french, read):
    assert paraphrased(french) == read
    assert paraphrased(read) == read


@pytest.mark.parametrize(
    "french",
    [
        "Il s’est défendu d’avoir menti, et a défendu de nombreuses causes.",
        "Le procureur accuse la défense de mentir. La défense de la nature.",
        "La musique la relaxe ; elle est relaxée.",
        "Elle est infirme. Il infirme la rumeur. Elle est en examen.",
        "Les bailleurs de fonds, un bailleur social, le preneur d’otages, il a trouvé preneur",
        "Le ministre peut, par arrêté, fixer le prix. Un arrêté ministériel.",
        "Il s’est incliné devant le monument, au quartier général de la CIA.",
        "Quiconque encourt une amende, l’arrêt de travail des grévistes",
        "Le montant non compris dans le prix, une rentrée d’argent, le terrain ferme",
        "",
    ],
)
def test_what_models_know_stays(french):
    assert paraphrased(french) == french
