"""Acronyms that a model respells or loses: of `le PSG` it makes "the PSGP"."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from align.translators.mends.capitals import WORD
from align.translators.mends.numerals import NUMERAL

# Those of which training pairs have the English three times and more, and of common knowledge:
# what has one meaning, and what may be another thing (a `FEM` is a fund, or a forum).
_SURE = """
ACAC ACTA; ACEUM CUSMA; ADN DNA; ADPIC TRIPS; AELE EFTA; AEMF ESMA; AGCS GATS; AIEA IAEA; ALENA
NAFTA; ANASE ASEAN; ARYM FYROM; ASACR SAARC; BASD ADB; BCE ECB; BERD EBRD; BIDDH ODIHR; BIRD IBRD;
BPC PCB; BPCO COPD; CDAA SADC; CEDEAO ECOWAS; CEPCM ECDC; CICR ICRC; CICTA ICCAT; CIJ ICJ; CJCE ECJ;
CJUE CJEU; CNUCED UNCTAD; DEEE WEEE; ECEH EHEC; EIIL ISIL; ELSJ AFSJ; FEADER EAFRD; FEDER ERDF;
FEOGA EAGGF; FIAS ISAF; FINUL UNIFIL; FMI IMF; FNUAP UNFPA; GAFI FATF; GECT EGTC; GEIE EEIG; GES
GHG; GIEC IPCC; GNL LNG; HCNUR UNHCR; HCRNU UNHCR; IEDDH EIDHR; IPCH HICP; IRM MRI; MGF FGM; MINUK
UNMIK; OAA FAO; OACI ICAO; OCDE OECD; OCS CSO; OEDT EMCDDA; OGM GMO; OLP PLO; OMC WTO; OMPI WIPO;
OMS WHO; ONG NGO; ONU UN; ONUDC UNODC; ONUDI UNIDO; ONUSIDA UNAIDS; OPCVM UCITS; OPEP OPEC; ORECE
BEREC; OTAN NATO; OVNI UFO; PCUS CPSU; PESC CFSP; PESD ESDP; PIB GDP; PNUD UNDP; PNUE UNEP; PPTE
HIPC; PSDC CSDP; PTOM OCT; PTPGP CPTPP; QG HQ; QI IQ; RDC DRC; RPDC DPRK; SEAE EEAS; SEBC ESCB; SGBD
DBMS; SRAS SARS; TFUE TFEU; TPIR ICTR; TPIY ICTY; TVA VAT; UE EU; UICN IUCN; URSS USSR; VIH HIV; VPH
HPV; ZLEA FTAA
"""
_LIKELY = """
ABE EBA; ACCCRU CUKTCA; ACCIS CCCTB; ACV LCA; ADM WMD; AECG CETA; AES ESA; AESA EASA; AESA EFSA;
AESM EMSA; AIE IEA; ALE FTA; ALECE CEFTA; AMA WADA; AMCC GCCA; AMI MAI; AMNA NAMA; ANP PNA; AOP PDO;
AOP PGI; APD ODA; APE EPA; APS PSA; ARC CRA; ARN RNA; ASE ESA; AVC CVA; BAD ADB; BEI EIB; BIT ILO;
CAD DAC; CAD OECD; CCG GCC; CCR CFR; CCR JRC; CDB CBD; CECA ECSC; CECAPP CEIOPS; CEDH ECHR; CEE EEC;
CEI CIS; CESE EESC; CGPM GFCM; CIG IGC; CIO IOC; CJE ECJ; COV VOC; CPI ICC; DAB ATM; DEL LED; DTS
SDR; EEE EEA; EER ERA; EMN MNE; ESB BSE; EU US; EUA US; FEAM EGF; FED EDF; FEI EIF; FEM EGF; FEP
EFF; FIV IVF; FSE ESF; GNV CNG; GPL LPG; GRC RCMP; HCR UNHCR; IA AI; IAP IPA; IDE FDI; IED FDI; IEPV
ENPI; IET EIT; IEVP ENPI; IFOP FIFG; IGP PDO; IGP PGI; IMC BMI; IME EMI; INN IUU; IST STI; JAI JHA;
JO OJ; LMR MRL; MCJ CJD; MST STD; NPF MFN; NU UN; OAV FVO; OCM COM; ODD SDG; OEA OAS; OEB EPO; OIM
IOM; OIT ILO; OMD MDG; OMI IMO; ORL ENT; OSC CSO; OUA OAU; PAC CAP; PAM WFP; PCP CFP; PDG CEO; PE
EP; PEV ENP; PI IP; PME SME; PMI SME; PNB GDP; PNB GNP; PPLE HIPC; PRIP IPPC; PTP TPP; RCA CAR; RCP
CPR; RCR CPR; RDA GDR; RDTD RTDD; RFA FRG; RH HR; RMN NMR; RNB GNI; RP PR; RPD DPRK; RSE CSR; RTE
TEN; RU UK; RUP OR; SIDA AIDS; SIR CRS; SME EMS; SPG GSP; STI ITS; TCE ECT; TDM CT; TI IT; TIC ICT;
TNP NPT; TPS GST; TTF FTT; TUE TEU; UA AU; UEM EMU; UEO WEU; UME EMU; USA US; VMQ QMV; ZEE EEZ; ZLE
FTA; ZPS SPA
"""
# What English says in words, or has for another thing.
_WORDED = """
AG AP BAFA BD BN BTS CA CAF CAP CDD CHU CP DOM DG DRH DVD EHPAD EPS ETP EURL FC FN GR HLM HT HTA
HTVA IFI ISF IUT IVG JT LGV LOA MJC MLLE MME NB ND NDLR OPA PACS PC PEL PJ PIN PMU PS PV QCM RA
RATP RDV RER RIB RMI ROM RSA RSVP RTT SARL SAV SDF SDN SMIC SMS SNC SVP TER TGI TGV TNT TOM TP TPE
TTC TV UV VDI VF VO VTC VTT VRP WC ZUP
"""
_SHORT_WORDS = """
AI AIT ANS AS AU AUX AVEC BAS BON CAR CE CES CET CLE DANS DE DES DIX DU EAU EN EST ET ETE EUX FIN
FUT ICI IL ILS JE LA LE LES LOI LUI MA MAL MES MIS MOI MON MOT NE NI NOM NON NOS NUE NUL ON ONT OR
OS OU OUI PAR PAS PEU POUR QUE QUI ROI RUE SA SE SEL SES SI SIX SON SUD SUR TA TEL TES TOI TON TOT
TU UN UNE VA VIE VIN VOS VU
"""
_EVERYDAY = "AD AIDS AM BC EU EUR GBP HIV II III IV OK PM TV UK UN US USA USD"
_COMMON = frozenset(_EVERYDAY.split())
_SKIPPED = frozenset((_WORDED + _SHORT_WORDS).split()) | {"US"}
# No part of an address or a code, no speaker's language (`(NL)`), no unit behind its number, and no
# number behind it.
_ACRONYM = re.compile(
    r"(?<![\w.@/&#$€°-])(?<!\d[ \u00a0\u202f])(?!(?<=\()[A-Z]{2}\))"
    r"[A-Z]{2,6}(?![\w@/&#°-]|\.\w|[ \u00a0]?\d)"
)


def _table(entries: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries.split(";"):
        french, english = entry.split()
        found[french] = *found.get(french, ()), english
    return found


RENAMED: Mapping[str, str] = {french: english for french, (english,) in _table(_SURE).items()}
"""French acronyms for which English has others, whatever the text."""
_ENGLISH = _table(f"{_SURE};{_LIKELY}")
_COPIED = re.compile(
    rf"(?:\b(?P<article>[Aa]n?)(?P<space> ))?\b(?P<one>{'|'.join(RENAMED)})(?=s?\b)"
)
_AN = frozenset("AEFHILMNORSX")  # letters whose names begin with a vowel
_A_WORD = frozenset(("NAFTA", "NATO", "SADC", "SARS"))  # read as one


def acronyms(text: str, known: Container[str] = ()) -> list[str]:
    """Return the acronyms of a French text, each once, but for those that English says in words.

    Args:
        text: French.
        known: words in lower case of the language, which capitals may stress.

    >>> acronyms("La SNCF et l'EPFL : 12 CV, un VTT et le chapitre XIV.")
    ['SNCF', 'EPFL']
    """
    return [
        one
        for one in dict.fromkeys(_ACRONYM.findall(text))
        if one not in _SKIPPED and not NUMERAL.fullmatch(one) and one.lower() not in known
    ]


def lost_acronyms(found: Sequence[str], source: str, target: str) -> list[str]:
    """Return those acronyms of a source that its translation has neither so nor in English.

    One that English has other letters for may be said in words, unless there are letters that
    nobody asked for.

    >>> french = "Le PSG, l'OMC et la CIJ"
    >>> lost_acronyms(acronyms(french), french, "The PSGP, the WTO and the IJC")
    ['PSG', 'CIJ']
    """
    if not found:
        return []
    words = {
        word.removesuffix("s") if word[:2].isupper() else word for word in WORD.findall(target)
    }
    folded = {word.casefold() for word in words}
    lost = [
        one
        for one in found
        if one.casefold() not in folded and words.isdisjoint(_ENGLISH.get(one, ()))
    ]
    if not lost:
        return []
    here = {*WORD.findall(source), *_COMMON}.union(*(_ENGLISH.get(one, ()) for one in found))
    new = any(len(word) > 1 and word.isupper() and word not in here for word in words)
    return [one for one in lost if new or one not in _ENGLISH]


def english_acronyms(source: str, target: str) -> str:
    """Write French acronyms that a translation has left as they were as English has them.

    >>> english_acronyms("Un responsable de l'OMS", "An OMS official")
    'A WHO official'
    """
    given = {*WORD.findall(source)}
    if given.isdisjoint(RENAMED):
        return target

    def renamed(found: re.Match[str]) -> str:
        english = RENAMED[found["one"]]
        if found["one"] not in given or english in given:
            return found[0]
        if not found["article"]:
            return english
        vowel = english[0] in _AN and english not in _A_WORD
        return f"{found['article'][0]}{'n' if vowel else ''}{found['space']}{english}"

    return _COPIED.sub(renamed, target)
