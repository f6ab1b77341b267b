"""Lines of the ward, of labels and of exports, with the slots of `templates` and `layouts`: handovers, stamps, identity strips, HL7 and
XML fields, short names of establishments, places without a street. Written for this project; nothing in them is real.

⏎ stands for a line break. Four more slots: HN the own name of an establishment said alone, UN a unit, a building or a mobile
team, LD a place without a street, GR partners who give their names to a practice.
"""

from __future__ import annotations


def _lines(text: str) -> list[str]:
    return [line.replace("⏎", "\n") for line in text.strip().split("\n")]


NAMING = _lines("""
{HEURE} {G} : {W} {NUM}. RAS
{HEURE} {PF} ({KINB}) appelle, {W}.
{HEURE} - {W} fait par {G}, {W} {NUM} => voir {G} (kiné)
{HEURE} {G} AS : {W} {W}, dit que {G} (sa {KINB}) vient demain.
{HEURE} Dr {F} passe, majore ttt.
{HEURE} {G} / {G} : {W}
Nuit {DATE} {G} {F} (IDE) / {G} (AS)
Tour IDE : {G} puis {G}
Relève {G} à {G}
Relais avec {G}, IDE. SMUR {V}. Famille à {V}.
MT : {F}. Kiné : {G} {INIT}. Pédicure : {CIV} {F}.
MT {F} ({V})
méd. ttt : {D}, {V}
Réf. IDE : {G} / {G}
IDE réf. {G}
IOA : {G}. MAO : Dr {G} {INIT}
IAO {G}, box {NUM}
SF : {P}. Étudiante SF : {G}.
SF {G} {F}
MAR {F}   IADE {G}
MAR : {D} ; IADE : {P} ; IBODE : {G}
Anesth. : {I}   Aide op. : {I}   IBODE : {G}
Op. : {F}/{F}   Anesth : {F}
Présents : Pr {F}, Dr {F}, {CIV} {F} (IDE coord), {I} (ARC)
Référent : {F}
Étiquette : {PF}  {SX}  {BD}  IPP {N}
ÉTIQUETTE⏎{F}⏎{G}⏎{SX}   {BD}   {NUM} a⏎{N}
{F}⏎{G}⏎{BD}
{F}⏎{F}⏎{G}
{F}     {G}          {BD}          {NUM} ans      {SX}
{F} / {G} / {BD} / {N}
{F} {G} / {SX} / {BD} / IPP {N} / venue {N}
{F}/{G}  Né : {BD}  {SX}  {NUM}a
{PF}, {NUM} ans ({BD})
{CIV} {PF} ({BD})
{CIV} {PF} - {BD} - {A}, {Z} {V}
Concerne : {CIV} {PF} ({BD})
Concerne {PF}
Objet : {CIV} {PF} - né le {BD}
Re : {PF} DDN {BD}
Pour : {CIV} {PF} - {BD}
Pt {F} {G}
Pte {F}
Dossier {PF} (n. {BD})
NOM {FL} Prénom {GL}   né {BD}  {SX}  {NUM} a    domicilié {V}
nom: {FL} prenom: {GL} né le {BD} adressé par {FL}
prénom: {GL} nom: {FL}
pt : {PL} {NUM} ans
N. : {F}   P. : {G}   N. le : {BD}
Nom : {F}⏎Prénom : {G}⏎Né(e) le : {BD} à {V}
Nom marital {F}
Nom utilisé : {F}
Nom d'exercice : {F}
Prénom(s) : {G}, {G}
<nom>{F}</nom><prenom>{G}</prenom>
<name>{PF}</name>
<family>{F}</family><given>{G}</given><given>{G}</given>
<ville>{V}</ville><cp>{Z}</cp>
<city>{V}</city><postalCode>{Z}</postalCode>
"family": "{F}", "given": ["{G}"]
"nom" : "{F}", "prenom" : "{G}", "ville" : "{V}"
|{F}^{G}^^^MME||{N}|{SX}|||
||{F}^{G}||{N}|{SX}|||{A}^^{V}^^{Z}
{N}^{F}^{G}
nom;prenom;ville⏎{F};{G};{V}
{G} {INIT}
CR saisi par {PF} le {DATE} - relu Dr {F}
Relu {F}
Frappe : {G}
Secrétaire : {G} {INIT}
Signataire : {PF} - Interne - pour le Dr {F}
P/ Dr {F}, {G} {F}, interne
Dr {F} et son équipe
Drs {F} - {F} - {F}⏎{SPEC2}
DR {F} {G} {SPE}
DR. {F}  {G}
Docteurs {F} {G} et {F} {G}
Docteur {G} {F}⏎{SPE}⏎{A}⏎{Z} {V}
{G} {F} et {G} {F}, infirmières libérales
Cabinet {F} - {F}, {V} ; passage de {G} mardi, {G} jeudi
Appeler {G} si besoin
RDV avec {PF} {SPE}
RDV {JOUR} {HEURE} {F}
Clé chez {CIV} {F}
chez {CIV} {F}, {A}, {V}
Visite chez {PF}, {A}
Mme veuve {F} née {F} {G}
Vve {F}
Ép. {F}
{F} dit {G}
{F} ({F})  née {BD}
{F} {G} ({F})
Bébé {G}, né le {BD} à {HEURE}, PN {NUM} g
Nouveau-né : {PF}, sexe {SX}
Enfant {G} {F}, {NUM} mois
Jumelle 1 : {G}. Jumelle 2 : {G}.
Frères et sœurs : {G} ({NUM} ans), {G}
Enfants : {G} ({BD}), {G} ({BD})
Conjoint : {G}, {NUM} ans
Pers. de confiance : {PF} ({KINB}) {T}, à défaut {G}
{GR}
{GR}⏎Médecins {SPE}s
Cabinet {GR}
SELARL {GR}
SCM {GR} - {A}
{HN}
{HN} - {SPEC2}
{UN}
{UN}, {A}, {Z} {V}
Tél. {UN} : {T}
{UN} - {SVC}
IPP {HN} : {N}
N° {HN} {N}
{HC}    {V} Centre - {A}
{HC} site {V}
{HC} - Site {V}
Site {V}, {A} - {Z} {V}
SELAS {HC} - {A} - {Z} {V}
GIE {HC}
GIE IRM {HL}
Fax de {H} page {NUM}/{NUM}
De : {H}⏎À : Dr {PF}
Expéditeur : {H}
Lieu : {LD}, {V}
Lieu d'intervention : {LD}
{LD}, {Z} {V}
{LD}⏎{Z} {V}
Adresse : {LD} - {Z} {V}
demeurant {LD}, {V}
lieu-dit {LD}
Adresse : {A}⏎{Z} {V}
Domicilié à {V}
domiciliée {V}
{H}, {SVC}, {V}
{H}, consultations de {SPEC}, {V}
{H} ({V})
Sortie vers SSR {HN} ({V})
Bilan {H}⏎{V}
SAMU {V}
SMUR {V}
SMUR de {V}
Pompiers de {V}, VSAV {V}
VSAV {V} + VSR
CS {V}
Gendarmerie de {V}
Mairie de {V}
CPAM {V}
MDPH {V}
""")

PROSE = _lines("""
Il est père d'une petite {G} depuis {W}.
Mère de {G} et {G}, {NUM} et {NUM} ans.
{G} pèse {NUM} kg, son {W} est {W}.
Rappel coqueluche de {G} à faire, ROR de {G} à jour.
{G} tète bien. {G} a été vaccinée.
Bonjour Docteur, c'est {CIV} {PF}, la maman de {G}. Depuis {V} on nous dit d'appeler Dr {F}.
Je soussigné Dr {PF}, certifie avoir examiné ce jour {PF}, né le {BD}, demeurant {LD}, {V}.
Ce patient de {NUM} ans, que m'adresse {PF}, présente {DIS}.
J'ai demandé à {F} de le voir. {F} est d'accord pour {W}.
Chirurgie à {V} en {AN} (Dr {F}).
Habite {V}. Vit avec {G}. 2 filles : {G} et {G}.
Elle vit seule à {V} depuis le décès de son mari {G}.
Né de {G} et {PF}.
Suivi par le Dr {F} puis {F} fils.
Patient vu à {V}, {H}, puis aux urgences de {HN} le {DATE}. Retour à {HN} prévu.
Opéré à {HN} en {AN}, revu à {HN} en {SPEC}.
Retour de {HN} hier. Famille {F} vue par la psychologue ({G}).
Transféré de {V} vers la réa de {HN}.
Appel de {HN} : {W} {W}.
Effets remis à {HN}.
Prise en charge par l'équipe {UN}.
Mutée en {UN} le {DATE}. Lit à {UN}.
Le SMUR de {V} et les pompiers de {V} interviennent {LD}.
Vacances à {V} en {AN}, cure à {V}.
Retour dans sa famille à {V} le week-end.
Selon le Dr {F} (appelé à {HEURE}), {W}. {F} rappelle demain.
Adressé par le centre de {V}, avis de {V} demandé.
Vue à {V} et à {V}.
J'ai laissé un message à {G}, sa {KINB}. {G} rappellera.
L'ergothérapeute {G} a vu {CIV} {F} au domicile, {LD}.
{CIV} {F} et sa fille {G} souhaitent {HN}.
""")

# Lines where nobody is named, the twins of those above.
NOBODY = _lines("""
{HEURE} {W} : {NUM}. RAS
{HEURE} {WC} : {W}
{HEURE} IDE : {W} {W}
{WC}. ({ACR})
({ACR}) : {W} {W}
Relève à {HEURE}. Relais à {HEURE}.
SMUR sur place. SAMU appelé à {HEURE}. VSAV, VSR.
MT prévenu. MAR : {W}. SF : {W} {W}.
IAO : {W}, box {NUM}. MAO : {W}.
Étiquette collée. Étiquettes au dossier.
Nom : non renseigné. Prénom : non renseigné.
Unité de {SPEC}. Bâtiment {LET}. Étage {NUM}. Secteur {NUM}.
unité {SPEC}, lit {NUM}
Site internet. Sur site. Site opératoire propre. Site d'injection {W}.
Depuis {AN}, {W}. Depuis {DATE}, {W} {W}.
Depuis la chirurgie, {W}. À la maison, {W}.
Objet : {DIS}
Concerne : {W} {W}
Lieu : salle {NUM}. Lieu : domicile.
Référent : {SPE}. Présents : IDE, AS, kiné.
Pt {W}, {NUM} ans. Pte {W}.
Le patient petit, grand, {W}. Petite {W}. Grande {W}.
pèse {NUM} kg, mesure {NUM} cm
{WC} pèse {NUM} g
{WC} tolère bien. {WC} va mieux.
Père d'un enfant. Mère de deux filles. Maman présente.
|{WU}|{NUM}|{UNIT}|{NUM}-{NUM}|
OBX|{NUM}|NM|{WU}||{NUM}|{UNIT}
<code>{ACR}</code><valeur>{NUM}</valeur><unite>{UNIT}</unite>
<title>{WC} {W}</title><text>{WC} {W} {W}</text>
"code": "{ACR}", "display": "{WC} {W}"
nom;dose;voie⏎{MED};{NUM};IV
nom du médicament : {MED}
Matériel : clou {TRADE} {NUM} mm, lot {ACR}{NUM}
Plaque {TRADE}, vis {TRADE}, ciment {TRADE}
Réf : {ACR}{NUM}, lot {NUM}
{ACR} / {ACR} : {NUM} / {NUM}
GIE {ACR}. CPAM. MDPH. CS. SCM.
IPP {NUM} mg, IPP matin
Coopérative. Associés : {W}, {W}.
{MED} et associés
Appeler si {W}. Voir {W}. RDV {W}.
{WC} - {WC} - {WC}
{WU} / {WU} / {NUM}
""")

#: Units, buildings and mobile teams bear the names of birds, trees, painters and stones.
UNITS = [
    "Unité", "unité", "UNITÉ", "Bâtiment", "BÂTIMENT", "Pavillon", "pavillon", "Tour", "Aile", "Étage", "Secteur", "Espace", "Équipe mobile",
    "Service", "Maisonnée", "Villa", "HDJ", "CMP", "CATTP", "CMPR", "HU", "CRF", "CSG", "USLD", "UCC", "SSR", "SMR", "CH", "CHIC", "GHU", "MSP", "ESP",
]  # fmt: skip
#: What places without a street are called.
SPOTS = [
    "La Croix-Blanche", "Le Bourg", "Les Quatre-Chemins", "La Haute-Futaie", "Le Moulin", "Les Landes", "La Grange", "Le Petit-Bois", "Les Hauts",
    "La Métairie", "Le Clos", "La Sauvetat", "Le Mas", "Les Vignes", "Le Pré", "La Ferme", "La Butte", "Les Coteaux",
]  # fmt: skip
SPOT_KINDS = [
    "lieu-dit", "lieu dit", "Lieu-dit", "au lieu-dit", "hameau", "Hameau de", "ferme de", "domaine", "Résidence", "résidence", "Les Hauts de", "Mas de",
    "quartier", "Le Bourg de", "Lotissement", "camping", "Foyer", "Cité", "ZA de", "Camp", "Village de", "Château de",
]  # fmt: skip
