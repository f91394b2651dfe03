"""Nouns of every day that small models take for others: of `une jument` one made "a boyfriend"."""

from __future__ import annotations

from collections.abc import Iterator

# By kind and gender. What stands behind a slash a translation may have as well; the English plural
# is regular but for those of `_PLURALS`.
_NOUNS = {
    "person m": """
        apothicaire apothecary/chemist/pharmacist; avoué solicitor/attorney/lawyer; bambin
        toddler/child/kid/infant/baby; bedeau beadle; bourreau
        executioner/hangman/tormentor/torturer; braconnier poacher; bûcheron
        woodcutter/lumberjack/woodsman/logger; chanoine canon; chapelier hatter; charron
        wheelwright; chevrier goatherd; clochard tramp/homeless/bum/hobo/beggar; cocher
        coachman/driver/cabman; colporteur pedlar/peddler/hawker; contrebandier smuggler;
        cordonnier shoemaker/cobbler; curé priest/vicar/curate/parson/curé/rector;
        domestique servant/domestic; ermite hermit; fossoyeur gravedigger/grave-digger;
        geôlier jailer/gaoler/jailor/warder; greffier clerk/registrar; horloger
        watchmaker/clockmaker; huissier bailiff/usher; laboureur ploughman/plowman/farmer;
        laquais footman/lackey; lutin goblin/elf/imp/pixie; matelot sailor/seaman; menuisier
        carpenter/joiner; meunier miller; moissonneur reaper/harvester; orfèvre
        goldsmith/silversmith; palefrenier groom/ostler; perruquier wigmaker; potier potter;
        ramoneur sweep; revenant ghost; sacristain sexton/sacristan; serrurier locksmith;
        sorcier sorcerer/wizard/witch; tisserand weaver; tonnelier cooper; usurier
        usurer/moneylender; vacher cowherd; valet valet/servant/footman/jack; veuf widower;
        vigneron winegrower/winemaker/grower/producer; épicier
        grocer/greengrocer/shopkeeper; cancre dunce; serf serf; vicomte viscount; marquis
        marquis/marquess; écolier schoolboy/pupil/schoolchild/schoolkid/student/child;
        écuyer squire/rider
    """,
    "person f": """
        aïeule ancestor/grandmother; blanchisseuse laundress/washerwoman; couturière
        seamstress/dressmaker; domestique servant/maid; gouvernante governess/housekeeper;
        meunière miller; nourrice nurse/nanny; religieuse nun; sorcière witch/witch-hunt;
        épicière grocer; châtelaine chatelaine/lady; comtesse countess; duchesse duchess;
        marquise marchioness/marquise; vicomtesse viscountess; écolière
        schoolgirl/pupil/schoolchild/student/girl
    """,
    "kin m": "aïeul ancestor/grandfather/forefather; filleul godson/godchild; gendre son-in-law; "
    "parrain godfather/sponsor/patron",
    "kin f": "bru daughter-in-law; filleule goddaughter/godchild; marraine godmother",
    "animal m": """
        blaireau badger; bouvreuil bullfinch; brochet pike; caneton duckling; castor beaver;
        chaton kitten; chevreau kid; chevreuil deer/roe; chiot puppy/pup; coq rooster/cock;
        crapaud toad; cygne swan; daim deer/buck; faisan pheasant; faon fawn; grillon
        cricket; hanneton beetle/cockchafer; hareng herring; hibou owl; hérisson hedgehog;
        héron heron; levraut leveret; lièvre hare; merle blackbird; moineau sparrow; mulot
        mouse; paon peacock; phoque seal; pinson finch/chaffinch; poulain foal/colt; requin
        shark; rossignol nightingale; rouge-gorge robin; scarabée beetle; têtard tadpole;
        vautour vulture; écureuil squirrel
    """,
    "animal f": """
        alouette lark/skylark; autruche ostrich/sand; bécasse woodcock; belette weasel;
        biche doe/hind/deer; brebis ewe/sheep; caille quail; chauve-souris bat; chenille
        caterpillar; chouette owl/nice/great/cool/lovely; cigale cicada; cigogne stork;
        coccinelle ladybird/ladybug; colombe dove; couleuvre snake; fauvette warbler; grive
        thrush; guêpe wasp; génisse heifer; hirondelle swallow; jument mare; libellule
        dragonfly; limace slug; loutre otter; luciole firefly; morue cod; mouette
        gull/seagull; mésange tit/titmouse/chickadee; méduse jellyfish; oie goose; perdrix
        partridge; pieuvre octopus; pouliche filly; sangsue leech; sauterelle
        grasshopper/locust; taupe mole; tourterelle turtledove/dove; truie sow; vipère
        viper/adder
    """,
    "tree m": """
        acacia acacia; aubépine hawthorn; bouleau birch; châtaignier chestnut tree/chestnut;
        cyprès cypress; frêne ash; hêtre beech; mûrier mulberry tree/mulberry; orme elm;
        peuplier poplar; platane plane tree/plane; poirier pear tree/pear/handstand; prunier
        plum tree/plum; saule willow; tilleul linden/lime; érable maple
    """,
    "plant m": """
        bleuet cornflower/bluet; chardon thistle; chèvrefeuille honeysuckle; coquelicot
        poppy; glaïeul gladiolus; muguet lily; myosotis forget-me-not; navet turnip;
        pissenlit dandelion; poireau leek; potiron pumpkin; radis radish; roseau reed;
        tournesol sunflower
    """,
    "plant f": """
        amande almond; asperge asparagus; aubergine aubergine/eggplant; betterave
        beet/beetroot; bruyère heather; citrouille pumpkin; courgette zucchini/courgette;
        fougère fern; framboise raspberry; giroflée wallflower; groseille currant; jonquille
        daffodil; laitue lettuce; marguerite daisy; myrtille blueberry/bilberry; ortie
        nettle; pervenche periwinkle; pivoine peony; primevère primrose; ronce bramble
    """,
    "mass m": """
        basilic basil; genêt broom; gui mistletoe; houblon hop; houx holly; laurier
        laurel/bay; lierre ivy; lilas lilac; persil parsley; romarin rosemary; seigle rye;
        thym thyme; givre frost/rime/hoarfrost; lard bacon/lard
    """,
    "thing m": """
        arrosoir watering can; bougeoir candlestick; burin chisel; bénitier font/stoup;
        capuchon hood; chandelier candlestick/chandelier; chaudron cauldron; châle shawl;
        coussin cushion/pillow; entonnoir funnel; essieu axle; fiacre cab/carriage; harnais
        harness; jupon petticoat/underskirt; ourlet hem; paravent screen; peigne comb; rabot
        plane; tabouret stool; tisonnier poker; torchon cloth/rag/dishcloth; treuil winch;
        édredon quilt/eiderdown/comforter; éperon spur; étrier stirrup; éventail
        fan/range/spectrum/array/variety/set/scope/choice; abreuvoir trough; calice chalice;
        carquois quiver; chapelet rosary/bead/string/series; chenet andiron; chignon
        bun/chignon; clairon bugle; corbillard hearse; encrier inkwell/inkstand; galet
        pebble/stone/rock; gond hinge; grelot bell; hochet rattle; linceul shroud; loquet
        latch; missel missal; obus shell; paillasson doormat/mat; poignard dagger; pourpoint
        doublet; pupitre desk/lectern/podium/stand; réverbère street lamp/lamp/streetlight;
        tambourin tambourine; vitrail stained-glass window/stained
    """,
    "thing f": """
        armoire wardrobe/cupboard/closet/cabinet; bougie candle; brouette wheelbarrow; bêche
        spade; calèche carriage/barouche; casquette cap/hat; charrue plough/plow/cart;
        chaussette sock; cruche jug/pitcher; dentelle lace; enclume anvil; faucille sickle;
        guirlande garland/wreath/tinsel/light/string; hache axe/ax/hatchet; jarretière
        garter; malle trunk; marmite pot/cauldron/kettle; passoire colander/sieve/strainer;
        perruque wig; poulie pulley; quenouille distaff; redingote frock coat/coat; selle
        saddle/seat; truelle trowel; ardoise slate; baïonnette bayonet; bille
        marble/ball/log; broche brooch/spit/pin; cuirasse breastplate/cuirass/armour/armor;
        gerbe sheaf/bouquet/wreath/spray; lucarne skylight/dormer/window; persienne
        shutter/blind; potence gallows/bracket; soutane cassock; tapisserie
        tapestry/upholstery; toupie spinning top/top; tresse braid/plait
    """,
    "body m": """
        cil eyelash/lash; mollet calf; nombril navel; orteil toe; sourcil
        eyebrow/brow/frown/frowning
    """,
    "body f": """
        aisselle armpit; cheville ankle; fossette dimple; gencive gum; mâchoire jaw; narine
        nostril; omoplate shoulder blade; paupière eyelid/lid; pommette cheekbone; ride
        wrinkle/line; rotule kneecap; tempe temple
    """,
    "place m": """
        cachot dungeon/cell; lavoir wash-house/laundry; potager kitchen garden/vegetable
        garden/garden; poulailler henhouse/coop; talus embankment/bank/slope; taudis
        hovel/slum; vallon valley/vale/dale; verger orchard
    """,
    "place f": """
        bergerie sheepfold/fold; chaumière cottage; clairière clearing/glade; grange barn;
        mansarde garret/attic; mare pond/pool/puddle; masure hovel/shack; nef nave; ornière
        rut/track
    """,
    "food m": """
        boudin black pudding/pudding/sausage; bouillon broth/stock; pâté pâté/pate/pie/block
    """,
    "food f": """
        crêpe pancake/crepe/crêpe; croûte crust; farine flour/meal/bonemeal/feed/mbm; miette
        crumb/piece/bit/shred
    """,
    "sound m": """
        bâillement yawn/yawning; bêlement bleat/bleating; grognement
        growl/grunt/groan/growling/grunting/groaning; hennissement neigh/neighing/whinny;
        miaulement meow/mewing/meowing; ronflement snore/snoring; sanglot
        sob/sobbing/sobbed/tear/crying
    """,
    "air f": """
        braise ember/coal; brise breeze; brume mist/fog/haze
    """,
    "wound f": """
        bosse bump/hump/dent/hill/mound/lump; plaie wound/sore/plague/scourge/curse/cut;
        écorchure graze/scratch
    """,
    "event m": """
        naufrage shipwreck/wreck/sinking/sank/sunk/sink
    """,
    "event f": """
        valse waltz
    """,
}
_PLURALS = {
    "body": "bodies",
    "calf": "calves",
    "child": "children",
    "cod": "cod",
    "daughter-in-law": "daughters-in-law",
    "deer": "deer",
    "gallows": "gallows",
    "goose": "geese",
    "jellyfish": "jellyfish",
    "mouse": "mice",
    "sheep": "sheep",
    "son-in-law": "sons-in-law",
}
# Nouns that models know, by kind, gender and whether they are elided.
_STAND_INS = {
    "person m": "boulanger baker; médecin doctor; soldat soldier",
    "person m’": "avocat lawyer; acteur actor; artiste artist",
    "person f": "infirmière nurse; danseuse dancer; princesse princess",
    "person f’": "actrice actress; étudiante student",
    "kin m": "neveu nephew; frère brother; cousin cousin",
    "kin m’": "oncle uncle",
    "kin f": "nièce niece; sœur sister; cousine cousin",
    "animal m": "chien dog; chat cat; lion lion; cochon pig",
    "animal m’": "âne donkey; éléphant elephant",
    "animal f": "vache cow; chèvre goat; tortue turtle",
    "animal f’": "abeille bee; araignée spider",
    "tree m": "chêne oak; palmier palm; cerisier cherry",
    "tree m’": "arbre tree",
    "plant m": "citron lemon; melon melon",
    "plant f": "carotte carrot; fleur flower; pomme apple",
    "plant f’": "orange orange",
    "mass m": "coton cotton; riz rice; sucre sugar",
    "thing m": "chapeau hat; panier basket; bateau boat",
    "thing m’": "arbre tree",
    "thing f": "table table; chaise chair; bouteille bottle; lampe lamp",
    "thing f’": "échelle ladder; épée sword",
    "body m": "bras arm; doigt finger",
    "body m’": "œil eye",
    "body f": "jambe leg; main hand; joue cheek",
    "body f’": "oreille ear",
    "place m": "jardin garden; pont bridge",
    "place f": "forêt forest; rivière river; plage beach",
    "place f’": "église church; école school",
    "food m": "gâteau cake; fromage cheese; jambon ham",
    "food f": "soupe soup; saucisse sausage; salade salad",
    "sound m": "bruit noise; rire laugh; cri cry",
    "air f": "pluie rain; neige snow; fumée smoke",
    "wound f": "cicatrice scar; tache stain",
    "wound f’": "infection infection",
    "event m": "voyage trip; mariage wedding",
    "event f": "fête party; danse dance",
}
_FRENCH_PLURALS = {
    "aïeul": "aïeux",
    "chauve-souris": "chauves-souris",
    "hibou": "hiboux",
    "rouge-gorge": "rouges-gorges",
    "vitrail": "vitraux",
}


def _entries(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in text.split(";"):
        french, english = entry.split(maxsplit=1)
        yield french, tuple(" ".join(one.split()) for one in english.split("/"))


def in_many(french: str) -> str:
    """Return the plural of a French noun of the glossary."""
    if french in _FRENCH_PLURALS:
        return _FRENCH_PLURALS[french]
    if french.endswith(("s", "x", "z")):
        return french
    return french + ("x" if french.endswith(("eau", "au", "eu")) else "s")


def plural(english: str) -> str:
    """Return the plural of an English noun of the glossary."""
    if english in _PLURALS:
        return _PLURALS[english]
    if english.endswith("y") and english[-2] not in "aeiou":
        return english[:-1] + "ies"
    if english.endswith("man"):
        return english[:-2] + "en"
    return english + ("es" if english.endswith(("s", "x", "ch", "sh")) else "s")


KNOWN = {
    form: (kind, english, form != french)
    for kind, nouns in _NOUNS.items()
    for french, english in _entries(nouns)
    for form in (in_many(french), french)
}
"""The French nouns, singular and plural, with their kind, their English, and whether plural."""


def stand_ins(kind: str) -> Iterator[tuple[str, str]]:
    """Yield nouns that models know, with their English, of a kind and gender (`’` for elided)."""
    if kind in _STAND_INS:
        yield from ((french, english[0]) for french, english in _entries(_STAND_INS[kind]))
