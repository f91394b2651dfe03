"""Tell the lines that are in neither French nor English: by frequent words, then by py3langid.

Polish has letters of its own, which words in small letters have in no French or English line.

A line must have frequent words of one of five languages before py3langid is asked: that alone
takes names, titles and addresses for German or Spanish, and such words alone miss every third
line of ten words. A line that may be Latin is told nothing of: French and English texts quote it.
Another script needs no words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from align.languages.detection import SAMPLE, WORD, probabilities
from align.languages.quotations import unmarked

_FREQUENT = {
    "de": """aber alle allem allen alles als am an andere anderen auch auf aus bald bei beiden beim
        bereits bevor bin bis bist da dabei damit dann daran darin darüber das dass davon dazu daß
        dem den denn der deren deshalb dessen die dies diese diesem diesen dieser dieses doch dort
        drei durch ein eine einem einen einer eines einige einmal er erst ersten es etwa etwas euch
        für ganz gegen gestern gewesen habe haben hat hatte hatten heute hier hinter hätte ich ihm
        ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in ins ist ja je jede jeder jedes jedoch
        jener jetzt kann kein keine keinen konnte konnten können man mehr mehrere mein meine mich
        mir mit muss musste müssen nach nachdem neben nicht nichts niemand noch nun nur ob oder ohne
        schon sehr sei sein seine seinem seinen seiner seines seit selbst sich sie sind so sollte
        sondern sowie später um und uns unser unsere unseren unserer unter viele vom von vor war
        waren warum was weder wegen weil welche welcher welches wenig wenn wer werden wie wieder wir
        wird wo wohin wohl wollen wollte worden wurde wurden während wäre würde zu zum zur zwei
        zwischen über""",
    "es": """a al algo antes aquel aquella aunque año años cada casi como con contra cuando cómo de
        del dentro desde después donde dos durante e el ella ellas ellos era eran es esa ese eso
        esta estaba este esto está están fue ha había hace hacer han hasta hay la las le lo los me
        mi mientras mucha mucho muchos muy más nada nadie ni no nos nosotros nuestra nuestro nunca o
        otra otro para pero por porque puede que quien quién qué se según ser si sido sin sobre solo
        son su sus sólo también tan tanto te tenía tiene toda todas todavía todo todos tres tu un
        una unas uno unos y ya yo él""",
    "it": """a abbiamo agli ai al all' alla alle allo anche ancora aveva c' che chi ci come con così
        cui da dai dal dall' dalla dalle degli dei del dell' della delle dello di dopo dove due e ed
        era erano essere fino fra già gli ha hanno i il in io la le lei li lo loro lui ma mai me
        mentre mi mia mio molta molti molto ne nei nel nell' nella nelle nessuno noi non nostra
        nostro o ogni per perché più poi prima può quale quando quel quell' quella quelle quello
        quest' questa queste questi questo qui se sei senza si sia sono sotto stata stati stato su
        sua sue sui sul sull' sulla suo suoi tra tre tutta tutte tutti tutto un un' una uno è""",
    "pt": """a ainda além antes ao aos as assim até cada com como da das de dela dele depois desde
        do dois dos durante e ela elas ele eles em enquanto entre era eram essa esse esta estava
        este está estão eu foi foram há isso já lhe mais mas me mesmo meu minha muito na nas nem
        ninguém no nos nossa nosso num numa nunca não nós o onde os ou outra outro para pela pelas
        pelo pelos por porque qual quando que quem se segundo seja sem ser seu seus sobre sua suas
        são só também te tem tinha toda todas todo todos três tão têm um uma umas uns à às é""",
    "nl": """aan al alle als andere ben bij bijna daar dan dat de deel deze dezelfde die dit door
        dus een eens eerste elk elke en er geen had hadden heb hebben hebt heeft hem het hetzelfde
        hier hij hoe hun iedereen iemand ik in is ja jaar je kan kunnen laatste maar mag meer men
        met mij mijn moest moet na naar naast niemand niet niets nog nooit nu of om onder ons onze
        ook op over sinds steeds te tegen terwijl toen tot tussen twee uit uw van vanaf veel voor
        voordat waar waarom wanneer want waren was wat we weer wel werd werden wie wij wil wilde
        worden wordt zal ze zeer zei zich zij zijn zo zonder zou zullen""",
}
# Where another of them has one too, it counts half for that, and not against it.
_FRENCH_OR_ENGLISH = """a ai après au aux avec c' ce ces cet cette comme d' dans de des deux dit
    dois dont du elle en entre est et eu fait hier il ils j' je l' la le les leur leurs lui m'
    ma mais me mes met même n' ne ni non nos notre nous on ont ou où par pas plus pour qu'
    que quel quelle qui s' sa se sein ses si son sont sur t' ta te tes tu un une vous y à été être
    about all also am an and are as at be been but by can come do door due for from had has have
    he his i if in into is it its man me men met more my no not of one only or our out over said
    she so than that the their them there these they this to up want war was we were when which
    who will with would you your"""
_OWN = frozenset(_FRENCH_OR_ENGLISH.split())
_WORDS = {lang: frozenset(words.split()) for lang, words in _FREQUENT.items()}
_ANY = frozenset[str]().union(*_WORDS.values()) - _OWN
# Between capitals, or each other, they belong to a name, as in "van der Laan".
_NAME_PARTS = "da das de del della den der di do dos e la las los van vom von y zu zum zur"
_PARTICLES = frozenset(_NAME_PARTS.split())
_OTHER_SCRIPTS = (
    "ar", "bg", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "ru", "ta", "th", "uk", "zh",
)  # fmt: skip
LANGUAGES = (*_FREQUENT, "pl", *_OTHER_SCRIPTS)
_OTHER = "Ͱ-᳿ἀ-῿぀-鿿가-힣"
_OTHER_LETTER = re.compile(f"[{_OTHER}]")
_POLISH_LETTER = "ąęłżśźĄĘŁŻŚŹ"
_POLISH = re.compile(f"[{_POLISH_LETTER}]")
_FAR_LETTER = re.compile(f"[{_POLISH_LETTER}{_OTHER}]")
_POLISH_SHARE, _POLISH_WORDS = 0.2, 5  # of a line's words have such a letter; words of a line
_NOT_POLISH = re.compile("[àâçèéêëîïôûùœ]", re.I)
_POLISH_TOO = "a by do i ma me mi no on ta te to tu we"
_NEVER_POLISH = _OWN.difference(_POLISH_TOO.split())
_LONG_WORDS, _LONG_LETTERS = 6, 12
_LEAST, _OVER = 2, 2  # frequent words of a line; for each that is French or English alone
_DENSE, _DENSE_GERMAN = 0.28, 0.2  # their share; less is a list of names, titles or dishes
_OWN_SHARE = 0.01  # probability of French and English together, at which a line is in neither


def third_language(text: str) -> str:
    """Return the language of a clear and long line in neither French nor English, else ""."""
    text = text[:SAMPLE]
    if likely := _by_words(text):
        found = probabilities(text, langs=("fr", "en", "la", *_FREQUENT))
        best = max(found, key=found.__getitem__)
        return best if best in likely and found["fr"] + found["en"] < _OWN_SHARE else ""
    if not _FAR_LETTER.search(text):
        return ""  # fast: nearly all lines
    if _POLISH.search(text) and _in_polish(text):
        return "pl"
    if _in_other_script(text):
        found = probabilities(text, langs=_OTHER_SCRIPTS)
        return max(found, key=found.__getitem__)
    return ""


def is_quiet(text: str) -> bool:
    """Tell whether there is nothing in a text that `third_language` takes for a sign.

    If so, it says "" of the text, and of all parts that are cut from it at white space, with
    their quotations or without. Long texts are not looked at.
    """
    return len(text) <= SAMPLE and not _FAR_LETTER.search(text) and not _has_any(unmarked(text))


def goes_with(text: str, lang: str) -> bool:
    """Tell whether a sentence of a text in a third language is in it too, however short."""
    spelt, words = _spelt(text[:SAMPLE])
    known = _WORDS.get(lang, frozenset())
    own = sum(word in _OWN and word not in known for word in words)
    if own > _telling(spelt, words, known):
        return False
    found = probabilities(text, langs=("fr", "en", lang)) if words else {}
    return max(found, key=found.__getitem__, default=lang) == lang


def _by_words(text: str) -> set[str]:
    """The languages that a line has enough frequent words of, and few of French and English."""
    if not _has_any(text):
        return set()  # fast
    spelt, words = _spelt(text)
    if len(words) < _LONG_WORDS:
        return set()
    theirs = [word for word in words if word in _ANY]
    ours = [word for word in words if word in _OWN]
    likely = set()
    for lang, known in _WORDS.items():
        shared = sum(word in known for word in ours)
        rest = len(words), shared, len(ours) - shared, lang
        # Most lines have too few even with the names among them, which take time to tell.
        if _are_enough(sum(word in known for word in theirs), *rest) and _are_enough(
            _telling(spelt, words, known), *rest
        ):
            likely.add(lang)
    return likely


def _are_enough(telling: int, words: int, shared: int, own: int, lang: str) -> bool:
    """Whether words that tell of a language are enough of a line, beside what is ours in it."""
    dense = (_DENSE_GERMAN if lang == "de" else _DENSE) * words
    enough = telling + shared / 2 >= _LEAST and telling + shared >= dense
    return enough and telling >= max(1, _OVER * own)


def _has_any(text: str) -> bool:
    """Whether a word between white space, or up to an apostrophe, is one of another language."""
    return not _ANY.isdisjoint(text.lower().replace("'", "' ").replace("’", "' ").split())


def _spelt(text: str) -> tuple[list[str], list[str]]:
    """A text's words, as they are spelt and in small letters; no capitals where all are such."""
    spelt = WORD.findall(text.lower() if text.isupper() else text)
    return spelt, [word.lower().replace("’", "'") for word in spelt]


def _telling(spelt: Sequence[str], words: Sequence[str], known: frozenset[str]) -> int:
    """How many words a language has and we have not, names apart."""
    named = [
        form[0].isupper() or word in _PARTICLES for word, form in zip(words, spelt, strict=True)
    ]
    return sum(
        word in known
        and word not in _OWN
        and (k == 0 or spelt[k][0].islower())
        and not (word in _PARTICLES and named[max(k - 1, 0)] and named[min(k + 1, len(named) - 1)])
        for k, word in enumerate(words)
    )


def _in_polish(text: str) -> bool:
    """Whether words besides names, and enough of a line's, have letters of Polish.

    Of 1.9 million lines of corpora three do, and these are in Polish.
    """
    spelt, words = _spelt(text)
    marked = [word for word in spelt if _POLISH.search(word)]
    if len(words) < _POLISH_WORDS or len(marked) < _POLISH_SHARE * len(words):
        return False
    if _NOT_POLISH.search(text) or not _NEVER_POLISH.isdisjoint(words):
        return False  # "Au menu : żurek, pierogi, gołąbki"
    found = probabilities(text, langs=("fr", "en", "lt", "pl"))
    return any(word[0].islower() for word in marked) and found["pl"] == max(found.values())


def _in_other_script(text: str) -> bool:
    """Whether nearly all letters of a long text are in another script."""
    others = len(_OTHER_LETTER.findall(text))
    return others >= _LONG_LETTERS and 10 * others >= 9 * sum(map(str.isalpha, text))
