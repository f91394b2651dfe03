"""What French needs to know to find its sentences; data only."""

from __future__ import annotations

from align.segmenters.language import Language, words

FRENCH = Language(
    code="fr",
    # Never the end of a sentence: a name, a number or a reference follows.
    leading=words(
        """m mm mr mlle mlles mme mmes me mes dr drs pr prof mgr mgrs st ste sts stes s.m s.e s.s
        s.a.r s.a.s rr p.p gén col cdt cap cne lt adj sgt mal amb min
        cf cfr conf voy v p pp pg vol t ch chap fig figs tab pl art arts al n no nos num réf
        sect par par. § éd ed édit ex p.ex coll bd boul av pl fg rte bât app apt tél fax
        vs env ca c circ hab lib op cit loc ibid id trad dir sous-dir préf jr
        janv févr fév avr juil sept oct nov déc jan feb mar apr jun jul aug sep dec"""
    ),
    # Short for something, with or without an end of sentence after it.
    inner=words(
        """etc j.-c j-c apr ap av. c.-à-d c.à.d c-à-d s.a s.a.r.l sarl e.-u é.-u u.s u.s.a u.n u.e
        o.n.u o.t.a.n r.-u s.v.p n.b p.-s p.s n.d.l.r ndlr n.d.t cie ets éts sté inc ltd co corp
        a.m p.m min sec h km cm kg éd hon suiv ss sqq"""
    ),
    starters=words(
        """le la les l un une des du de d au aux ce cet cette ces c cela ça ceci celui celle ceux
        il elle ils elles on je j nous vous tu qui que qu quand quant quelle quel quels quelles
        mais et ou or donc car ni puis ensuite enfin ainsi alors après avant dans depuis en par
        pour sur sous sans selon avec chez à si s son sa ses leur leurs mon ma mes notre nos votre
        vos plus moins tout tous toute toutes chaque aucun aucune certains certaines plusieurs
        bien comme comment pourquoi où lors lorsque lorsqu puisque puisqu parce malgré cependant
        toutefois néanmoins pourtant aussi même déjà encore toujours jamais aujourd hier demain
        ici là voici voilà y ne n pas oui non deux trois entre contre vers parmi dès durant
        pendant afin autre autres d'autres quelques suite suivant grâce face outre"""
    ),
)
