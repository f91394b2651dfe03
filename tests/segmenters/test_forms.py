"""Each form of French and English typography: inside a sentence, and as the last of it."""

import pytest

from align.segmenters.rules import split

NB, THIN = "\u00a0", "\u202f"

# The form; a row with it inside a sentence; a row in which it ends one. `¦` marks the ends.
FRENCH = [
    # Titles: something follows them, unless the word after them opens a sentence.
    ("M.", "Hier, M. Stoltenberg est venu.¦ Il a parlé.",
     "On l’appelle toujours M.¦ Puis il sort."),
    ("M.", f"Hier, M.{NB}Le Pen est venu.¦ On rit.", "Il répond à M.¦ Elle préfère les prénoms."),
    ("MM.", "MM. Dupont et Durand sont là.¦ Ils rient.",
     "Devant eux, on écrit MM.¦ Puis on signe."),
    ("Mme", "Hier, Mme Petit est venue.¦ Elle a parlé.",
     "Elle préfère qu’on dise Mme.¦ Il l’ignore."),
    ("Mme.", "Hier, Mme. Petit est venue.¦ On rit.", "Elle préfère Mme.¦ Nous l’ignorions."),
    ("Mlle", "Hier, Mlle Roux a chanté.¦ On rit.", "On ne dit plus Mlle.¦ On dit madame."),
    ("Mlle.", "Hier, Mlle. Roux a chanté.¦ On rit.", "Il disait encore Mlle.¦ Cela se perd."),
    ("Dr", "Le Dr Roux opère.¦ On attend.", "Sur la porte, on lit Dr.¦ Il est absent."),
    ("Dr.", "Le Dr. Roux opère.¦ On attend.", "Elle a consulté le Dr.¦ Mais il était tard."),
    ("Me", "Hier, Me Blanc a plaidé.¦ On juge.", "Un avocat se nomme Me.¦ Un notaire aussi."),
    ("Me.", "Hier, Me. Blanc a plaidé.¦ On juge.", "Devant son nom, on met Me.¦ C’est l’usage."),
    ("Mgr", "Hier, Mgr Ricard a prêché.¦ On prie.", "Un évêque se nomme Mgr.¦ Un pape non."),
    ("Mgr.", "Hier, Mgr. Ricard a prêché.¦ On prie.", "La lettre est pour Mgr.¦ Elle est lue."),
    ("St", "À St Malo, il pleut.¦ Il vente.", "Saint s’abrège St.¦ Cela suffit."),
    ("St.", "À St. Malo, il pleut.¦ Il vente.", "Sur la carte, il n’y a que St.¦ Puis un trou."),
    ("Ste", "À Ste Foy, il pleut.¦ Il vente.", "Sainte s’abrège Ste.¦ Cela suffit."),
    ("Ste.", "À Ste. Foy, il pleut.¦ Il vente.", "Il n’y a que Ste.¦ Puis plus rien."),
    # References
    ("cf.", "Le roi meurt, cf. Proust.¦ On lit.", "Pour comparer, on écrit cf.¦ Puis on cite."),
    ("cf.", "Cf. Le Monde du 3 mai.¦ On lit.", "La note commence par cf.¦ Elle est longue."),
    ("p. ex.", "Un fruit, p. ex. une pomme, suffit.¦ On rit.",
     "Il faut un cas, p. ex.¦ Elle n’en trouve pas."),
    ("p. ex.", "Un fruit, p. ex. Une pomme.¦ On mange.", "On abrège en p. ex.¦ C’est plus court."),
    ("c.-à-d.", "C’est un félin, c.-à-d. un chat.¦ Il dort.",
     "C’est lui, c.-à-d.¦ Puis il se tut."),
    ("etc.", "Le baron, sa suite, etc. sont là.¦ On rit.",
     "M. Stoltenberg vit le baron et sa suite, etc.¦ Puis vint la nuit."),
    ("etc.", "Le baron, sa suite, etc., sont là.¦ On rit.",
     "Il vit le baron, etc.¦ Paul ne vit rien."),
    ("art.", "Selon l’art. 5, c’est interdit.¦ On rit.", "La loi n’a qu’un art.¦ Elle est courte."),
    ("art.", "Voir l’art. L. 123-4 du code.¦ On rit.", "Il relit cet art.¦ Le juge attend."),
    ("al.", "Selon l’al. 2, c’est interdit.¦ On rit.",
     "Voyez son dernier al.¦ Le reste est clair."),
    ("n°", f"Le n° 12 et le n°{NB}13 manquent.¦ On cherche.",
     "La rue y est, pas le n°.¦ On cherche."),
    ("n°", "Le n°12 manque.¦ On cherche.", "Il chercha le bon n°.¦ Nul ne le savait."),
    ("av. J.-C.", "En 50 av. J.-C. Rome dominait.¦ On rit.",
     "Cela date de 50 av. J.-C.¦ Les Romains étaient là."),
    ("apr. J.-C.", "En 50 apr. J.-C., Rome dominait.¦ On rit.",
     "Cela date de 50 apr. J.-C.¦ Les Romains étaient là."),
    ("av.", "Il vécut av. Jésus et Rome.¦ On rit.", "C’était en 50 av.¦ Nous l’ignorions."),
    ("apr.", "Il vécut apr. Jésus et Rome.¦ On rit.", "C’était en 50 apr.¦ Nous l’ignorions."),
    # Ordinals, initials, numbers, dates, hours
    ("1er", "Le 1er mai, on fête.¦ On dort.", "Il est arrivé le 1er.¦ Elle suivait."),
    ("2e", "La 2e fois, il rit.¦ On dort.", "Elle est arrivée la 2e.¦ Tous dormaient."),
    ("XIXe", "Au XIXe siècle, on marchait.¦ On dort.", "L’église date du XIXe.¦ Elle est belle."),
    ("XIXe s.", "Au XIXe s. déjà, on marchait.¦ On dort.", "Elle date du XIXe s.¦ On l’ignore."),
    ("J. C.", "Hier, J. C. Martin a parlé.¦ On rit.", "Il signe J. C.¦ Elle signe en entier."),
    ("J.-P.", "Hier, J.-P. Sartre a parlé.¦ On rit.", "Ses amis disent J.-P.¦ Il en rit."),
    ("A.", "Hier, A. Le Goff a parlé.¦ On rit.", "Elle signe A.¦ Nul ne sait pourquoi."),
    ("3,5", "Il monta de 3,5 points.¦ On rit.", "Le total est de 3,5.¦ Il monte."),
    ("12.345,67", "Il paya 12.345,67 francs.¦ On rit.", "Le prix est de 12.345,67.¦ C’est cher."),
    ("3.50", "Il paya 3.50 francs.¦ On rit.", "Le prix est de 3.50.¦ 25 personnes ont payé."),
    ("08.09.2022", "Le 08.09.2022, il neigea.¦ On rit.", "Il est né le 08.09.2022.¦ Il va bien."),
    ("sept.", "Le 8 sept. 2022, il neigea.¦ On rit.", "Il est né en sept.¦ Il va bien."),
    ("1960", "En 1960, il neigea.¦ On rit.", "Il est né en 1960.¦ 25 personnes étaient là."),
    ("12 h 30", "À 12 h 30, il neigea.¦ On rit.", "On partit à 12 h 30.¦ Il fit nuit."),
    ("12 h", "À 12 h, il neigea.¦ On rit.", "On partit à 12 h.¦ Il fit nuit."),
    # Marks
    ("…", "Il hésita… puis il partit.¦ On rit.", "Elle resta…¦ Le silence se fit."),
    ("...", "Il hésita... puis il partit.¦ On rit.", "Elle resta...¦ Le silence se fit."),
    ("(…)", "Les élus (…) ont voté.¦ On rit.", "Les élus ont voté (…).¦ La loi passe."),
    ("?!", "« Quoi ?! » dit-il.¦ Elle rit.", "Tu pars ?!¦ Je reste."),
    (f"{THIN}?!", f"« Quoi{THIN}?! » dit-il.¦ Elle rit.", f"Tu pars{THIN}?!¦ Je reste."),
    ("!", "« Au feu ! » cria-t-il.¦ Elle rit.", "Quelle nuit !¦ Je reste."),
    ("www.exemple.fr", "Sur www.exemple.fr on lit.¦ On rit.", "C’est sur www.exemple.fr.¦ On rit."),
    ("https://exemple.fr/a.b?c=d", "Sur https://exemple.fr/a.b?c=d on lit.¦ On rit.",
     "C’est sur https://exemple.fr/a.b?c=d.¦ On rit."),
    ("aujourd’hui", "C’est aujourd’hui qu’il part.¦ On rit.",
     "Il part aujourd’hui.¦ L’air est doux."),
    ("aujourd'hui", "C'est aujourd'hui qu'il part.¦ On rit.",
     "Il part aujourd'hui.¦ L'air est doux."),
    # Quotation and dialogue
    (f"«{NB}", f"Il dit «{NB}Bonjour{NB}» à tous.¦ On rit.",
     f"Il dit : «{NB}Bonjour.{NB}»¦ On rit."),
    (f"{NB}»", f"Il dit «{NB}Allez{NB}!{NB}» et sort.¦ On rit.", f"Il dit «{NB}non{NB}».¦ On rit."),
    (f"{THIN}»", f"Il dit «{THIN}Allez{THIN}!{THIN}» et sort.¦ On rit.",
     f"«{THIN}Je pars.¦ Ne m’attendez pas.{THIN}»¦ On rit."),
    ("“", "Il dit “Bonjour” à tous.¦ On rit.", "Il dit : “Bonjour.”¦ On rit."),
    ("—", "Je pars — c’est dit — ce soir.¦ On rit.", "— Je pars, dit-il.¦ — Restez !¦ — Non."),
]  # fmt: skip
ENGLISH = [
    ("U.S.", "The U.S. Secretary spoke.¦ They heard.", "He lives in the U.S.¦ He works there."),
    ("U.N.", "The U.N. Council met.¦ They heard.", "She spoke at the U.N.¦ The vote followed."),
    ("e.g.", "Use a tool, e.g. Python.¦ It helps.", "Bring a small gift, e.g.¦ They like flowers."),
    ("e.g.", "Use tools (e.g. a saw).¦ It helps.", "An example begins with e.g.¦ It is Latin."),
    ("i.e.", "Use words, i.e. Latin.¦ It helps.", "It was all of them, i.e.¦ Then he was silent."),
    ("i.e.", "Use words, i.e. speak.¦ It helps.", "A paraphrase begins with i.e.¦ It is Latin."),
    ("vs.", "It was Smith vs. Jones.¦ Nobody won.", "Between them stands vs.¦ It means against."),
    ("No.", "No. 12 is missing.¦ She left.", "We know the street but not the No.¦ He forgot it."),
    ("no.", "See no. 12 and no. 13.¦ She left.", "She said no.¦ We left."),
    ("Inc.", "Apple Inc. Chairman Tim Cook spoke.¦ It is big.",
     "He works at Apple Inc.¦ It is big."),
    ("Jr.", "Martin Luther King Jr. Day is near.¦ We met.", "We met John Smith Jr.¦ He was late."),
    ("Ph.D.", "A Ph.D. student came.¦ She is good.", "She has a Ph.D.¦ It took years."),
    ("Ph.D.", "Jane Doe, Ph.D., teaches.¦ She is good.", "She has no Ph.D.¦ Nobody minds."),
    ("a.m.", "We met at 9 a.m. Monday.¦ It rained.", "We met at 9 a.m.¦ The bus was late."),
    ("p.m.", "We met at 9 p.m. on Monday.¦ It rained.", "We met at 9 p.m.¦ The bus was late."),
    ("Gen.", "Later Gen. Lee came.¦ He left.", "He was promoted to Gen.¦ He retired."),
    ("Gen.", "Later Gen. He Long came.¦ He left.", "He is a retired Gen.¦ The army needs him."),
    ("Lt.", "Later Lt. Dan came.¦ He left.", "She was promoted to Lt.¦ She was proud."),
    ("Sen.", "Later Sen. Warren came.¦ She left.", "The caption calls her Sen.¦ She is a judge."),
    ("Rep.", "Later Rep. Smith came.¦ He left.", "The caption calls her Rep.¦ It is wrong."),
    ("Mr.", "Later Mr. Jones came.¦ He left.", "Nobody calls him Mr.¦ They use his name."),
    ("Dr.", "Later Dr. Jones came.¦ He left.", "The door said Dr.¦ It was new."),
    ("Dr.", "Later Dr. He said so.¦ They left.", "The door said Dr.¦ This was new."),
    ("St.", "We saw St. Mark’s Square.¦ It was old.", "We live on Main St.¦ It is quiet."),
    ("R.", "J. R. R. Tolkien wrote.¦ He smoked.", "The man is known as J. R.¦ They never met him."),
    ("B.", "Later James B. Hecker came.¦ He left.",
     "We have plan A and plan B.¦ The first is good."),
    ("“", "He said “stop” and left.¦ She stayed.", "He said, “Stop.”¦ She stayed."),
    ("”", "“I am here,” she said.¦ He left.", "“I am here”.¦ She waved."),
    ('"', 'He said "Stop." and left.¦ She stayed.', '"Go!" she said.¦ He said "no".¦ She left.'),
    ("'", "He said 'stop' and left.¦ She stayed.", "'I am here.'¦ She waved."),
    (")", "He (Mr. Smith) left.¦ She stayed.",
     "He came (it was late).¦ (Or so they say.)¦ She left."),
    (")", "He (at last!) left.¦ She stayed.", "He came (at 9 a.m.).¦ She left."),
    ("etc.", "We ate apples, etc. and left.¦ It rained.", "We ate apples, etc.¦ Then we slept."),
]  # fmt: skip
ROWS = [("fr", *row) for row in FRENCH] + [("en", *row) for row in ENGLISH]


@pytest.mark.parametrize(("lang", "form", "inside", "last"), ROWS)
def test_inside_and_at_the_end(lang: str, form: str, inside: str, last: str) -> None:
    for row in (inside, last):
        text = row.replace("¦", "")
        assert form.lower() in text.lower()
        found = "¦".join(text[start:end] for start, end in split(text, lang))
        assert found == row.replace("¦ ", "¦")
    if form[-1] == ".":  # the stop of the form is the sentence's, too
        assert f"{form}¦" in last
    elif form[-1].isalnum():
        assert f"{form}.¦" in last
