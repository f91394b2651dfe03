"""French and English typography: each mark inside a sentence, and at its end."""

import pytest

from align.segmenters.rules import split

NB, THIN = "\u00a0", "\u202f"

# `¦` marks where a sentence ends.
FRENCH = [
    # Quotation
    f"Il a dit : «{NB}Bonjour à tous.{NB}»¦ Puis il est parti.",
    f"«{THIN}Je pars.¦ Ne m’attendez pas.{THIN}»¦ Ce furent ses mots.",
    f"Il a crié : «{NB}Au feu{NB}!{NB}» et il a couru.",
    f"«{NB}Viens-tu{NB}?{NB}» dit-elle.¦ Il ne vint pas.",
    f"«{NB}C’est fini.{NB}»¦ Le ministre a refusé de répondre.",
    "Il a parlé de « paix. »¦ La guerre continue.",
    "Elle a répondu « non ».¦ Nous sommes partis.",
    'Il a dit : "C\'est bon."¦ Elle a souri.',
    "Elle a lu « Qui a tué ? » : une réussite.¦ On rit.",
    "Elle a lu « Qui a tué ? » ; il dort.¦ On rit.",
    "Elle a lu « Qui a tué ? » !¦ On rit.",
    "Il est sorti (« Non ! »).¦ On rit.",
    "Il a dit “ Qui paiera ? ”, puis il est parti.¦ On rit.",
    # Dialogue
    "♪ Au clair de la lune ♪",
    f"—{NB}Tu viens{NB}?¦ —{NB}Oui, j’arrive.",
    "— Bonjour, dit-il.¦ — Bonsoir, répondit-elle.",
    # Titles
    "M. Stoltenberg est arrivé.¦ Il a parlé.",
    f"Hier, M.{NB}Stoltenberg est venu.¦ M.{NB}Hecker aussi.",
    "MM. Dupont et Durand sont là.¦ Mme. Martin non.",
    "Mme Martin et Mlle. Petit ont vu le Dr. Roux.¦ Me. Blanc plaide.",
    "Le Pr. Raoult, Mgr. Lustiger et le Gén. Leclerc étaient là.¦ Tous ont parlé.",
    "À St. Denis et à Ste. Anne, il pleut.¦ Il vente aussi.",
    # References
    "Cf. Le Monde du 3 mai.¦ Voir aussi cf. Proust.",
    "On prend un fruit, p. ex. Une pomme ou p.ex. deux.¦ Puis on mange.",
    "C’est un félin, c.-à-d. un chat.¦ Il dort.",
    "Le baron et sa suite, etc., sont venus.¦ On rit.",
    "Il y avait le baron et sa suite, etc.¦ Puis vint la nuit.",
    "Selon l’art. 5 et l’al. 2, c’est interdit.¦ Voir l’art. L. 123-4.",
    "Voir l’art. 12, al. 2, let. b), et l’arrêt C-123/45, pt. 56.¦ Le reste suit.",
    "Article 2 – Le décret entre en vigueur.¦ Le reste suit.",
    "Art. R. 421-1. - Le juge décide.¦ On rit.",
    "Préchauffez le four th. 6 (180 °C).¦ Attendez 5 min. environ.",
    "1.1 Au début",
    "1° Le roi meurt.¦ 2° La reine vit.",
    "Il y a deux cas : 1° Le roi meurt ; 2o Le roi vit.¦ On rit.",
    "§ 1er. Le roi règne.¦ I.– La reine.¦ N° 2. Le reste, fol. 12.",
    "A.1 Qu’est-ce que Debian ?¦ C’est un système.",
    f"Le n° 12 et le n°{NB}13 manquent.¦ Les autres sont là.",
    "Voir p. 12, fig. 3 et chap. IV.¦ Le reste suit.",
    "En 50 av. J.-C. Rome dominait.¦ En 50 apr. J.-C. aussi.",
    "Cela date de 50 av. J.-C.¦ Les Romains étaient là.",
    # Numbers, ordinals, dates, hours
    "Le 1er mai, la 2e fois, au XIXe s. et au XXe siècle.¦ On fêta.",
    "Cela coûte 3.50 euros, soit 12.345,67 francs.¦ C’est cher.",
    "Le 08.09.2022, à 12 h 30, il neigea.¦ Il était 14 h.¦ On sortit.",
    "Vers 8 h. 30, elle sortit.¦ Il était 9 h.¦ Paul dormait.",
    "Publié le 09 Sep. 2022 et le 3 janv. 2023.¦ Mis à jour depuis.",
    "Il est né en 1960.¦ 25 personnes étaient là.",
    "1. Tout individu a droit à la vie.¦ 2. Nul ne sera tenu en esclavage.",
    # Initials
    f"Lloyd{NB}J.{NB}Austin{NB}III et le général James{NB}B.{NB}Hecker.¦ Ils ont parlé.",
    "J.-P. Sartre et J. Le Goff ont écrit.¦ Qui d’autre ?",
    "Les U.S.A. et l’O.N.U. ont signé.¦ Nous sommes en paix.",
    "Il vit aux U.S.A.¦ Il y travaille.",
    "Prenez de la vitamine C.¦ Elle est utile.",
    # Ellipses and repeated marks
    "Il hésita… puis il partit.¦ Elle resta...¦ Le silence se fit.",
    "Quoi ?!¦ Tu pars ?¦ Oui !!!¦ C’est vrai.",
    "Les villes (Paris, Lyon, etc.) sont grandes.¦ Les villages non.",
    "Il est venu (c’était hier).¦ Elle aussi.¦ (Du moins je crois.)",
    "Les élus (…) ont voté.¦ La loi est passée.",
    # Web addresses, apostrophes
    "Voyez www.exemple.fr ou https://exemple.fr/a.b?c=d pour la suite.¦ C’est utile.",
    "Écrivez à jean.dupont@exemple.fr.¦ Il répondra.",
    "Aujourd'hui, l'eau n'est pas là.¦ L'air non plus.",
    "Aujourd’hui, l’eau n’est pas là.¦ L’air non plus.",
    "Ils sont sept.¦ Puis ils sont six.",
    "Il a changé de cap.¦ Le gouvernement suit.",
]
ENGLISH = [
    "The U.S. Secretary of Defense met the U.N. Council.¦ They spoke.",
    "He lives in the U.S.¦ He works there.",
    "She spoke at the U.N.¦ The vote followed.",
    "Use a tool, e.g. Python or i.e. code.¦ It helps.",
    "See Reg. (EU) No 575/2013 and Reg. 12.¦ It is clear.",
    "The rain stopped; I'll be there.¦ They came; I’m not sure why.",
    "♪ Hello darkness, my old friend ♪",
    "Article 1 – This Decree shall apply.¦ Art. 2. The rest follows.",
    "The judge decides.¦ - He may appeal.",
    "Having regard to this, Whereas: (1) The Commission received a complaint.¦ It acted.",
    "Mix 2 tbsp. sugar, then wait 5 min. or so.¦ Add 1 tbsp.¦ Mix well.",
    "Sony Co. Ltd. said so.¦ Apple Inc.¦ Shares fell.",
    "At 3.30 p.m. on Mon. 4 Sept. the ship left.¦ It was late.",
    "No. 1. The king.¦ No. 2. The queen.",
    "> Hello there.",
    ">> How are you?",
    "| id | name |",
    "It was Smith vs. Jones.¦ No. 5 won.",
    "No. 12 is missing.¦ She said no.¦ We left.",
    "Apple Inc. Chairman Tim Cook spoke.¦ He works at Apple Inc.¦ It is big.",
    "Martin Luther King Jr. Day is in January.¦ We met John Smith Jr.¦ He was late.",
    "Jane Doe, Ph.D., teaches.¦ She has a Ph.D.¦ It took years.",
    "We met at 9 a.m. Monday.¦ We left at 5 p.m.¦ The bus was late.",
    "Gen. Lee, Lt. Dan and Sen. Warren came.¦ Rep. Smith did not.",
    "Mr. Jones and Mrs. Smith saw Dr. Who on St. Mark’s Square.¦ Prof. X did not.",
    "Lloyd J. Austin III met James B. Hecker.¦ J. R. R. Tolkien wrote.",
    "We have plan A and plan B.¦ The first is better.",
    "“I am here.”¦ She waved.",
    'He said "Stop." and left.¦ "Go!" she said.',
    "“Why are you here?” Mary asked.¦ Nobody knew.",
    "She asked, “Why?”¦ He did not know.",
    "He came (it was late).¦ She left.¦ (Or so they say.)",
    "It cost $3.50, or 1,234.56 in all.¦ That is a lot.",
    "It fell on Sept. 11, 2001 and on Jan. 6.¦ People remember.",
    "Wait... what?¦ I do not know…¦ The end.",
    "What?!¦ You cannot be serious!!¦ Yes.",
    "See Fig. 3 and pp. 12-14, cf. Smith et al. (2010).¦ It is clear.",
    "See example.com/a.b or www.example.org for more.¦ It is free.",
    "It was shown in 2010. [12]¦ Others disagree.[3]¦ We do not.",
    "Don't go.¦ It’s late.¦ 'Tis the season.",
    "It was fruit, nuts, etc. and more.¦ We ate apples, pears, etc.¦ Then we slept.",
]


def marked(text: str, lang: str) -> str:
    """Split a text and join it with the mark."""
    return "¦".join(text[start:end] for start, end in split(text, lang))


def joined(row: str) -> tuple[str, str]:
    """Return a row's text, and its sentences joined by the mark."""
    return row.replace("¦", ""), row.replace("¦ ", "¦")


@pytest.mark.parametrize("row", FRENCH)
def test_french(row: str) -> None:
    text, expected = joined(row)
    assert marked(text, "fr") == expected


@pytest.mark.parametrize("row", ENGLISH)
def test_english(row: str) -> None:
    text, expected = joined(row)
    assert marked(text, "en") == expected


@pytest.mark.parametrize("space", [" ", NB, THIN, "\u2009"])
@pytest.mark.parametrize("mark", ["!", "?", "…", "?!", "..."])
@pytest.mark.parametrize(
    ("after", "end"), [(",", ""), (" ;", ""), (f"{NB}:", ""), ("…", ""), (")", ""), (".", "¦")]
)
def test_a_guillemet_stays_with_its_quotation(space: str, mark: str, after: str, end: str) -> None:
    row = f"Le maire a dit : «{space}Qui paiera{space}{mark}{space}»{after}{end} "
    row += "Il est parti." if end else "puis il est parti."
    text, expected = joined(row)
    assert marked(text, "fr") == expected


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_label_on_a_line_of_its_own_is_a_title(lang: str) -> None:
    row = "Chapitre 13.\nLe roi meurt." if lang == "fr" else "Chapter 13.\nAlice wakes."
    assert marked(row, lang) == row.replace("\n", "¦")


def test_an_indented_number_goes_with_its_title() -> None:
    text = "Que faire ?\n        3.1.6. Vous parlez. Puis rien."
    assert marked(text, "fr") == "Que faire ?¦3.1.6. Vous parlez.¦Puis rien."


def test_a_quotation_across_a_blank_line_is_none() -> None:
    text = 'Il a dit "We are here.\n\nWhere are you?" avant de partir.'
    assert marked(text, "fr").startswith('Il a dit "We are here.¦Where')


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Il cria « On a gagné. ¦On a fini. » avant de partir."),
        ("en", 'She said "Go home. ¦Sleep well." and left.'),
        ("en", "It happened back in ‘98. ¦Workers’ wages rose and fell."),
        ("fr", "Le juge rejette, cf. CE, 5 mai 2001."),
    ],
)
def test_quotations_of_its_own_language_and_what_looks_like_one(lang, text):
    assert [text.replace("¦", "")[a:b] for a, b in split(text.replace("¦", ""), lang)] == [
        part.strip() for part in text.split("¦")
    ]


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "Le roi dort.1|Puis il part !12|Elle attend.3"),
        ("en", "The king sleeps.1|Then he leaves!12|She waits.3"),
        ("fr", "Selon l’art.5 Le Goff a raison."),
        ("en", "See version.2 of the no.5 The Times had."),
    ],
)
def test_the_number_of_a_note_that_lost_its_height(lang: str, row: str) -> None:
    text = row.replace("|", " ")
    assert [text[start:end] for start, end in split(text, lang)] == row.split("|")


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "Les résultats (n = 12; Martin et al., 2009; Roux, sous presse) sont nets.|Bien."),
        ("en", "The results (n = 12; Martin et al., 2009; Smith, in press) are clear.|Good."),
    ],
)
def test_semicolons_in_brackets_end_nothing(lang: str, row: str) -> None:
    text = row.replace("|", " ")
    assert [text[start:end] for start, end in split(text, lang)] == row.split("|")


def test_a_paragraph_sign_opens_a_sentence() -> None:
    text = "§ 1. Le chat dort. § 2. Le chien, cf. § 3, aboie."
    assert [text[start:end] for start, end in split(text, "fr")] == [
        "§ 1. Le chat dort.", "§ 2. Le chien, cf. § 3, aboie.",
    ]  # fmt: skip
