"""What English needs to know to find its sentences; data only."""

from __future__ import annotations

import re

from align.segmenters.language import JOURNAL_WORDS, JOURNALS, NEVER, Language, labels, words

_HOUR = r"\d{1,2}(?:[:.]\d\d)?"
_DAY = "(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_YEAR = r"(?:a\.d|b\.c|b\.c\.e|c\.e)"

ENGLISH = Language(
    code="en",
    titles=words(
        """mr mrs ms messrs mx dr drs prof profs st sts rev hon fr sr gen lt ltn col maj capt cpt
        cmdr cdr adm sgt cpl pvt pfc brig ens sen rep reps sens gov govs pres amb sec supt insp
        det dep asst assoc mt ft rt cllr cllrs m mme mlle mons mgr chas geo wm jos thos
        th ph ch cl"""
    ),
    references=words("cf viz vs v e.g i.e eg ie eds approx incl excl"),
    numeric=words(
        """no nos vol vols fig figs eq eqs ch chap chaps p pp pg sec sect art arts par paras
        para cl tel ext ca c est ed ver app bk pt pts reg ref op st rt rm
        s ss subs sched ct ft acct ser inv apt ste bldg qty wt elev pop n nn
        max min mon tue tues thu thurs fri jan feb mar apr jun jul aug sep sept oct nov dec"""
    ),
    inner=words(
        """u.s u.s.a u.n u.k e.u d.c n.y l.a inc ltd corp co bros llc plc jr sr esq ph.d phd m.d b.a
        m.a b.s b.sc m.sc m.s d.d.s j.d r.n a.m p.m a.d b.c b.c.e c.e ave blvd rd dept univ assn
        ibid al r.i.p a.k.a hrs hr oz lb lbs yr yrs dist intl natl govt mass calif conn ariz fla
        penn tenn colo minn wis ill mich okla ore wash civ crim cir supp attn reg"""
    ),
    firms=words("inc ltd corp co bros llc plc"),
    states=words("mass ill mich fla penn wash ore"),
    final=words("etc tsp tbsp doz gal qt mins km kg cm mg ml avg eng fed pub cong rec evid proc"),
    remarks=frozenset(),
    starters=words(
        """the a an this that these those it he she they we i you there here his her their our my
        your its who what when where why how which if but and or so yet nor for in on at by to of
        from with without after before during while since until although though because as once
        however therefore thus then also moreover furthermore meanwhile finally still even not
        no yes some many most all both each every several few one two three another other such
        do does did is are was were will would can could should may might must has have had
        let please maybe perhaps despite unlike like according under over between among
        today yesterday tomorrow now never always it's i'm he's she's that's there's don't we're
        they're you're i've we've nobody everybody everyone nothing everything none
        later earlier recently currently suddenly eventually instead indeed similarly
        nevertheless nonetheless additionally overall secondly firstly whether whatever whenever
        wherever within throughout elsewhere otherwise ultimately consequently accordingly hence
        thereafter afterwards apparently unfortunately fortunately"""
    ),
    openers=words(
        """the this these those it he she they we i his their our my there but then when while
        although though because after before however therefore thus also moreover furthermore
        meanwhile finally still today yesterday nobody everybody everyone nothing everything"""
    ),
    greetings=words(
        """thanks thank love loved loving happy good great best hope see keep well wow congrats
        congratulations definitely highly hi hello just only really very too more yeah"""
    ),
    articles=frozenset(),
    pronouns=words("it he she they we i"),
    namesakes=words("he she"),
    civil=words("mr mrs ms messrs mx dr drs prof profs"),
    particles=frozenset(),
    speech=words(
        """said says asked asks replied answered cried shouted exclaimed added whispered muttered
        repeated continued thought began wrote called returned"""
    ),
    labels=labels(
        """figures? figs? tables? tabs? charts? graphs? maps? box(?:es)? photos? plates? exhibits?
        appendix annex chapters? sections? articles? parts? examples? illustrations? rules? notes?
        questions? lessons? volumes? vol acts? scenes? exercises? schedules? diagrams? images?
        steps? days? weeks? phases? items?
        art sec no"""
    ),
    moments=re.compile(
        rf"\d\s?(?:[ap]\.m|{_YEAR}|hrs?)\Z|\d\s?(?:°|deg\.)\s?[CF]\Z", re.IGNORECASE
    ),
    leads=re.compile(
        rf"""(?:^|[,;:(—–]\s|\b(?:and|but|that|when|so|then)\s)[(“"]?
        (?:(?:on|last|this|next|yesterday|today|tomorrow|tonight|early|late|every|each|just|shortly
          |exactly|only|[a-z]+day|night|morning|evening|afternoon),?\s)*
        (?:at|by|around|about|before|after|until|till|since|from|between|in|near)\s
        (?:(?:about|around|exactly|nearly|the|year)\s)*
        (?:{_HOUR}(?:\s?[ap]\.m\.)?\s?(?:to|and|until|[\-–])\s?)?
        (?:{_HOUR}\s?[ap]\.m|\d+\s?{_YEAR})\Z""",
        re.IGNORECASE | re.VERBOSE,
    ),
    calendar=re.compile(
        r"""(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)
        |January|February|March|April|May(?=\s+\d)|June|July|August|September|October|November|December
        |[ECMP][SD]?T|GMT|UTC|BST|[CEW]ES?T|[IJKH]ST|A[EK][SD]T|MSK|SGT|HKT
        |(?:[A-Z]\w*\s+){1,3}[Tt]ime|Eastern|Pacific|Greenwich|Zulu)\b
        |(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?=\s+\d)""",
        re.VERBOSE,
    ),
    nobody=NEVER,
    objects=words("subs ref refs art pts"),
    counted=re.compile(r"\d[\d,]*\s(?:second|minute|hour|day|week|month|year)s?\b"),
    denials=re.compile(
        r"""\b(?:sa(?:y|ys|id|ying)|answer(?:s|ed|ing)?|repl(?:y|ies|ied|ying)|vot(?:e|es|ed|ing)
        |whisper(?:s|ed)|shout(?:s|ed)|answer\s(?:is|was|will\sbe|would\sbe)|told\s\w+)
        [:,]?\s[“"'‘]?no\Z|\d\s?min\Z""",
        re.IGNORECASE | re.VERBOSE,
    ),
    citations=re.compile(
        rf"""(?:{JOURNALS}|Pat\.\s(?:App|Nos?)\.|Fed\.\s(?:R|Reg|Cir|Appx|App|Supp)|Pub\.\sL|L\.\sNo\.\s\d|(?:App|Evid|Proc)\.\s(?:P\.|R\.|\d)
        |(?:Sat|Sun)\.\s\d{{1,2}}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)
        |{_DAY}\.\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{{1,2}}\b
        |(?:{_DAY}\.?[–-])?{_DAY}\.\s\d{{1,2}}(?::\d\d)?\s?(?:[–-]|[ap]\.?m)
        |deg\.\s[CF]\b|c\.\s(?:BCE?|CE|AD)\b
        |Cong\.\s(?:Rec\.|\d)|Rec\.\s[SH]?\d
        |(?:Gen|Exo?d?|Lev|Num|Deut|Josh|Judg|Sam|Kgs|Chr|Pss?|Prov|Eccl|Isa|Jer|Ezek|Dan|Matt?|Mk
          |Lk|Jn|Rom|Cor|Gal|Eph|Phil|Col|Thess|Tim|Heb|Jas|Pet|Rev)\.\s\d{{1,3}}[:.,]\s?\d)""",
        re.VERBOSE,
    ),
    cited=words("pat mon tue tues wed thu thur thurs fri sat sun deg") | JOURNAL_WORDS,
)
