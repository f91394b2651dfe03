"""What French needs to know to find its sentences; data only."""

from __future__ import annotations

import re

from align.segmenters.language import JOURNAL_WORDS, JOURNALS, NEVER, Language, labels, words

FRENCH = Language(
    code="fr",
    titles=words(
        """m mm mr mlle mlles mme mmes me mes dr drs pr prof mgr mgrs st ste sts stes rr pp
        gén col cdt cap cne lt adj sgt mal cdr amb vve
        ch th ph cl chr alex jos jn bd av boul exc
        insp lieut comm prés"""
    ),
    references=words(
        """av ap apr cf cfr conf c.-à-d c.à.d c-à-d càd p.ex ex vs i.e e.g op voy v éd coll
        trad litt loc dir réf c bd boul fg obs concl"""
    ),
    numeric=words(
        """p pp pg pag vol t tom ch chap fig figs éq éqs tab art arts al n no nos n° nº num sect par
        § ex app bât rte tél tel fax env ca l d a liv titre ann annexe alin st v h let pt th fol
        soc com plén tabl graph aff pt pts consid
        janv févr fevr fév avr juil juill sept oct nov déc jan feb mar apr jun jul aug sep dec
        lun dim ven max min appt alt pop inv"""
    ),
    inner=words(
        """j.-c j-c s.a s.a.r.l s.a.s r.-u e.-u é.-u u.s u.s.a o.n.u s.v.p
        n.b p.-s p.s ndlr n.d.l.r cie ets éts sté inc ltd co corp jr hon suiv sq ss
        s.e s.m s.s r.p rép fr angl lat env ibid id s.d s.l a.m p.m pl r
        cass civ crim trib bull req règl prof insp lieut gén cdt sgt"""
    ),
    firms=frozenset(),
    states=frozenset(),
    final=words(
        """etc svp min sec km kg cm mm mg ml cl dl ha max moy dép dépt arr cuil cuill masc fém
        sing plur resp réd gr all pén adm univ"""
    ),
    remarks=words("ex p.ex c.-à-d c.à.d c-à-d càd"),
    starters=words(
        """le la les l un une des du de d au aux ce cet cette ces c cela ça ceci celui celle ceux
        celles il elle ils elles on je j nous vous tu qui que qu quand quant quelle quel quels
        quelles mais et ou or donc car ni puis ensuite enfin ainsi alors après avant dans depuis en
        par pour sur sous sans selon avec chez à si s son sa ses leur leurs mon ma mes notre nos
        votre vos plus moins tout tous toute toutes chaque aucun aucune certains certaines
        plusieurs bien comme comment pourquoi où lors lorsque lorsqu puisque puisqu parce malgré
        cependant toutefois néanmoins pourtant aussi même déjà encore toujours jamais aujourd hier
        demain ici là voici voilà y ne n pas oui non deux trois entre contre vers parmi dès durant
        pendant afin autre autres quelques suite suivant grâce face outre nul nulle rien
        personne chacun chacune tel telle désormais soudain finalement heureusement certes bref"""
    ),
    openers=words(
        """il elle ils on je j nous vous tu ce c cela ça ceci cet cette ces celui celle ceux celles
        leur leurs notre nos votre vos mais puis ensuite enfin ainsi alors après avant depuis
        pendant quand lorsque lorsqu puisque puisqu comme comment pourquoi cependant toutefois
        néanmoins pourtant aussi aujourd hier demain ici voici voilà personne rien nul chacun tous
        toutes"""
    ),
    greetings=words(
        """merci bon bonne bonnes bonjour bonsoir bravo félicitations vive vivement allez super trop
        très hâte courage belle joyeux joyeuse salut coucou bises bisous gros vraiment"""
    ),
    articles=words("le la les l un une"),
    pronouns=words("il elle ils elles on je nous vous tu"),
    namesakes=frozenset(),
    civil=words("m"),
    particles=words("le la les de du des d l en n s"),
    speech=frozenset(),
    labels=labels(
        """figures? figs? tableaux? tabl?s? cartes? graphiques? graph encadrés? photos?
        illustrations? ill planches? pl annexes? schémas? documents? docs? images? chapitres? chap
        articles? art sections? titres? parties? exemples? étapes? règles? notes? questions?
        leçons? volumes? vol tomes? actes? scènes? exercices? croquis jours? phases? points?
        n[°ºo]"""
    ),
    moments=re.compile(
        r"\d\s?°\s?[CF]\Z|\b(?:avt?|apr?|avant|après)\.?\s+(?:J\.?-?\s?C|notre ère)\Z"
    ),
    leads=re.compile(
        r"""(?:^|[,;:(—–]\s|\b(?:et|mais|que|où|car|donc|puis)\s)[(«“"]?\s?
        (?:\w*é(?:e?s?)\s)?
        (?:en|vers|dès|avant|après|depuis|entre|jusqu['’]en|jusqu['’]à|à|au)\s
        (?:(?:\d+|[IVX]+er?|l['’]an|le|la|du|début|fin|milieu|siècle|s\.|environ|et|à|au)\s)+
        (?:avt?|apr?|avant|après)\.?\s+J\.?-?\s?C\Z""",
        re.IGNORECASE | re.VERBOSE,
    ),
    calendar=NEVER,
    nobody=re.compile(r"Une?\s+tell?e?\b"),
    objects=frozenset(),
    counted=NEVER,
    denials=re.compile(r"\d\s?min\Z"),
    citations=re.compile(
        rf"""{JOURNALS}|Rec\.\sLebon|(?<=T\.\s)com\.\s[A-Z]|cp\.\s\d|Gaz\.\sPal\b|Pal\.\s\d{{4}}
        |(?:Gn|Gen|Ex|Lév|Lv|Nb|Dt|Deut|Jos|Jg|Sam|Pss?|Prov|Pr|Eccl|Is|És|Jér|Jr|Éz(?:éch)?|Dan|Mt
        |Matth?|Mc|Lc|Jn|Ac|Act|Rom|Rm|Cor|Co|Gal|Éph|Phil|Col|Thess|Tim|Héb|Jac|Pi|Ap|Apoc)
        \.\s\d{{1,3}}[:.,]\s?\d
        |(?:[Ss]am|[Mm]ar|[Mm]er|[Jj]eu)\.\s\d{{1,2}}(?:er)?\s
        (?:(?:à|au|et)\b|jan|f[ée]v|mar|avr|mai|juin|juil|ao[ûu]t|sep|oct|nov|d[ée]c)""",
        re.VERBOSE,
    ),
    cited=words("gaz pal rec com") | JOURNAL_WORDS,
)
