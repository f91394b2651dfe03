"""What English needs to know to find its sentences; data only."""

from __future__ import annotations

from align.segmenters.language import Language, words

ENGLISH = Language(
    code="en",
    leading=words(
        """mr mrs ms messrs mx dr drs prof st sts rev hon fr sr gen lt col maj capt cpt cmdr cdr adm
        sgt cpl pvt pfc brig ens sen rep reps sens gov pres amb sec supt insp det dep asst
        no nos vol vols fig figs eq eqs ch chap p pp sec sect art arts cl cf viz vs v al e.g i.e eg
        ie ed eds trans approx ca est tel ext op cit mt ft dist
        jan feb mar apr jun jul aug sep sept oct nov dec"""
    ),
    inner=words(
        """etc u.s u.s.a u.n u.k e.u d.c n.y l.a inc ltd corp co bros llc plc jr sr esq ph.d m.d b.a
        m.a b.s m.s d.d.s j.d r.n a.m p.m am pm a.d b.c b.c.e c.e ave blvd rd dept univ assn
        ibid id et.al r.i.p p.s a.k.a o.k hrs hr min oz lb lbs ft in yr yrs mo"""
    ),
    starters=words(
        """the a an this that these those it he she they we i you there here his her their our my
        your its who what when where why how which if but and or so yet nor for in on at by to of
        from with without after before during while since until although though because as once
        however therefore thus then also moreover furthermore meanwhile finally still even not
        no yes some many most all both each every several few one two three another other such
        do does did is are was were will would can could should may might must has have had
        let please maybe perhaps despite unlike like according under over between among
        today yesterday tomorrow now never always it's i'm he's she's that's there's don't we're
        they're you're i've we've"""
    ),
)
