"""More sentences and layouts, with the slots of `templates`: letterheads, lists of people, signatures, relatives, small letters,
and the traps that translated notes and case reports hold. Written for this project; nothing in them is real.

⏎ stands for a line break. Three more slots name establishments and people: HC a company (laboratory, home care), HL a
practice named by its place, and PL, FL, GL names in small letters; MEDU is a drug in capitals, TRADE a device.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations


def _lines(text: str) -> list[str]:
    return [line.replace("⏎", "\n") for line in text.strip().split("\n")]


NAMING = _lines("""
{HC}
{HC}
{HC} - prestataire à domicile
{HC}, prestataire de santé à domicile
Prestataire : {HC}
(prestataire {HC}), observance {NUM} h
Oxygène : {HC} {T}
Laboratoire : {HC}
groupe {HC}
{HC} - groupe {HC}
{HC}⏎SELAS de biologistes médicaux
{HC} - {SPEC2} - {A} - {Z} {V}
{HL}
{HL}
{HL}
{HL}
{HL} - {A} - {Z} {V}
{HL} {T}
{HL}⏎Dr {D} - Dr {D} - {A}
{HL}⏎{A}, {Z} {V}
{HL}, Tél {T}
{SPEC2}, {HL}
Adressé à {HL} pour {W}
Pharmacie : {HC}
Transport : {HC}, {T}
VSL : {HL}
Cc : {D}, {D}, {HL}
Cc : Dr {D} ({V}), {HL}
cc Dr {D}, {PF}
Copie : {D} ; {D} ; {H}
Ampliation : Dr {D}, {V}
Diffusion : {I}, {I}, {D}
{F} {G}   {BD}   {NUM} ans   ch {NUM}
ch {NUM} {F} {G}
{NUM}P  {F} {G}  {W}
Rést {NUM}  {F} {G}  ch {NUM}
1) {F} {G}⏎2) {F} {G}⏎3) {F} {G}
{NUM}. {F} {G}, {BD}
- {F} {G} ({NUM} ans)⏎- {F} {G} ({NUM} ans)
- {PF} : {W}
{F} {G} : {W} {W}
Présents : {PF} ; {PF} ; Dr {D}⏎Excusés : Dr {D}, {I}
Participants : {I} ({SPE}), {I} ({SPE})
dr {FL}
dr {FL} {T}
mme {PL}
mr {PL}
m. {FL} {W} {W}
patient : {PL}
vu avec {FL}
avis {FL} : {W}
{PL}
{PL} {T}
fille {GL} {T}
(fille {G}) (fils {G})
fille : {G} {T}
Fils {G} prévenu, fille {G} injoignable
épouse {G} {F}
Contact fille {G} {T}
contact : {G} (fille), {T}
{G} (fils) {T}
mari : {PF}
Tante {G}, oncle {G}
Mère {PF}, père {PF}
neveu ({PF})
Enfants : {G}, {G}, {G} et {G}
Enfants : {G} ({NUM} ans), {G} ({NUM} ans)
{G}, {G} et {G}, ses enfants
Jumeaux : {G} et {G}
Nouveau-né : {G} {F}
Prénom de l'enfant : {G}
Conjoint : {PF} ({NUM} ans)
{F}, née {F}, {BD}
{F} ({F} de naissance, {BD}, {V})
{F} ép. {F} {G}
{F} épouse {F}
{F} veuve {F} {G}
{F} née {F} {G}
Mme {F} / {F} {G}
Médecins : {I} - {I} - {I} - {I}
{I}
{I}
{S}
{S}⏎{SPE}
Le médecin, {I}
Le chirurgien : {I}
P/O {D}
p.o. Dr {D}
{G} {F}⏎Interne des hôpitaux
Dr {D}⏎Chef de clinique - Assistant
Dr {G} {F} Dr {G} {F}
Dr {D}⏎{T}⏎Docteur {D}⏎{T}⏎Pr {D} ⏎{T}
{I} MCU-PH
Pr {D} (chef de service) - Dr {D} (PH) - Dr {D} (CCA)
{PF}⏎{T}
{T} {PF}
{T} Pr {PF}
{NIR} {PF}
{PF} {BD} {NIR}
{BD} {PF} {NIR} {DATE} {MED} {DOSE}
{PF}⏎{T}⏎{NIR} {BD}
{PF}⏎{NIR}⏎{BD}⏎{DATE}
{PF} {DATE} {NIR} {BD} {MED} {DOSE} {W} {PF} {DATE} {NIR} {BD} {MED} {DOSE} {W} {PF} {DATE}
{DATE} {PF} {NIR} {BD}
{CIV} {PF}⏎{T}⏎{DATE} {BD} {NIR}
{CIV} {PF}⏎Tel {T}
Docteur {PF}⏎{T}⏎{NIR} {BD}
{F}, {F} {G}⏎{BD}⏎N° RPPS⏎{N}
{W} {W}.{P} ({ROLE})
{PF}{A} {Z} {V}
{PF}({ROLE}) - Dr {D}
{G}{F} ({ROLE})
{NUM} - {PF}{A} {Z} {V}
Dr.{D} {E}
{P},{E}
{P}:{T}
{N}:{P}
{P}|{SX}|{BD}
Patient {NUM}: {PF} | {SX} | {T}⏎Patient {NUM}: {PF} | {SX} | {BD}
Professionnels collaborateurs : {PF} du {H}, {PF}, {PF} ({ROLE})
Défunt, messager : {PF}
Signalement par {CIV} {PF}
Accompagnant : {PF}
{V} / {V}
{V} ({V})
Consultations à {V} et {V}
{V} - {V} - {V}
né à {V}, Portugal
({V}), Dr {D}
Dr {D} ({V}), Dr {D} ({V})
""")

PROSE = _lines("""
Le patient est appareillé par {HC}, observance correcte.
Le concentrateur est repris par {HC}.
Pompe fournie par {HC} depuis {AN}.
Bilan fait au {HL} le {DATE}.
Échographie à {HL} ({V}) : {DIS}.
IRM à {HL}, Dr {D} : {DIS}.
La pharmacie {HC} a préparé le pilulier.
Transport assuré par {HL}.
Passage de {PF} (IDEL) chaque matin.
Son épouse, {G} {F}, et leurs enfants {G} et {G} sont présents.
Son fils aîné ({G}) vit à {V}.
La sœur de la patiente ({G}, {NUM} ans) a eu {DIS}.
Sa mère {G} est décédée de {DIS} en {AN}.
{G}, son mari, confirme.
D'après sa voisine {CIV} {F}, {W} {W}.
Ma collègue {G} {F} t'a adressé {CIV} {F}.
Nous remercions {I} et {I} pour leur avis.
Échange avec {I} : pas d'indication de {W}.
Lecture par {I}, relecture {I}.
Opérateurs : {F} - {F}. Aides : {G} {F}, {I}.
Je te confie {CIV} {F}, que {G} a vue à {HL}.
{CIV} {F} a déménagé à {V} ; suivi repris par {D}.
Hospitalisation au {HB} puis à {V}.
Retour à {V} en VSL ({HC}).
Cette patiente de {NUM} ans, {W}, habitant {V}, est suivie par {I}.
Suite au courrier de {I} du {DATE}, {CIV} {F} sera vue par {I}.
Selon {G}, elle n'a pas pris {MED}.
{G} a fait la toilette, {G} le pansement.
Le père ({PF}) et la mère ({PF}) sont informés.
{PF} a communiqué avec Dr. {D} au service de {SPEC} à {H}.
Avis du {DATE} par le Dr. {D} {W} {W}
Visite du {DATE} à {H} pour {W}.
{W} {W}.  {I} ({ROLE})   -   Dr {D}
""")

# Lines where nobody is named.
NOBODY = _lines("""
{MEDU}
{MEDU}
{MEDU} {DOSE}
{MEDU} {DOSE} {W}
- {MEDU} {DOSE} : 1-0-1
{MEDU} {DOSE} + {MEDU} {DOSE}
SORTIE : {MEDU} {DOSE} + {MEDU} {DOSE}, {MEDU} {DOSE}
[remplace {MEDU}]
{MEDU} [{MED2}]
pompe IV puis {MEDU} {NUM} U
Allergie à l'{MEDU} ({W}).
Allergie signalée par le patient : {MEDU}.
après la première prise d'{MEDU}.
ni {MEDU} ni {MEDU}.
Tu peux arrêter {MEDU}.
relais {MEDU} {DOSE}, {MEDU} si besoin
{MED} ({MEDU})
Vaccin ({MEDU}) à programmer
{ACR}
{ACR}          {NUM}     {NUM}
{ACR}          {NUM}     {UNIT}
{ACR} ({ACR}) : {W}
({ACR})
un {W} {W} ({ACR}) : {W}
pas d'{ACR}, parlait de {W}
Aucun {ACR}, y compris en {W}
Le {ACR} est donc exclu
Fin du {ACR}, nous restons {W}
IDE {ACR}, titration en {W}
{ACR} prescrit par {ACR}
hérédité (père {ACR} {NUM} a)
{ACR} sévère, bien {W}.
{ACR} appareillé.
UF demandeuse : {NUM} {ACR} {WU}
Côté marqué : {WU}
lobe supérieur {WU}, {W}
le nodule a {WU}, il {W}
le {W} est {WU}
{WU} {WU} : {W}
{WU} {WU} {WU}
{WU} {WU}
{WU}, {WU}, {WU}
{WC} au sol par sa fille.
Tu comprends que {W}. Tu as {W}.
Cela a été {W}. Cela s'est {W}.
Trouvé {W}. Vu ce jour. Revu {W}.
{WU} :, {WC} {W} {W}.,{WU} :, {WC} {W}.
{WU} DE {WU} :, {W} {W}, {W}.
ANTÉCÉDENTS MÉDICAUX :, {NUM}. {WC} {W}.,{NUM}. {WC}., {NUM}. {WC} {W}.
ALLERGIES :, {MED}., MÉDICAMENTS :, {MED}, {MED}, {MED}.
DIAGNOSTIC PRÉOPÉRATOIRE : {DISC}., DIAGNOSTIC POSTOPÉRATOIRE : {DISC}.
ANESTHÉSIE : {WC}., COMPLICATIONS : Aucune., PERTE DE SANG : {NUM} cc.
PROCÉDURE : {WC} {W}.,{NUM}. {WC} {W} de {W}.
EXAMEN DES SYSTÈMES : {WC}, {W}. POITRINE : Claire à l'auscultation.
TÊTE : {WC}. COU : Souple. ABDOMEN : Mou. EXTRÉMITÉS : Pas d'{W}.
Le patient a été amené en salle d'opération et placé en décubitus {W}. La peau a été fermée avec {TRADE}.
Fermé au {TRADE} {NUM}-0. Sutures de {TRADE} et de {TRADE}.
{TRADE} et {TRADE} ont été placés. Un écarteur {TRADE} a été {W}.
Un drain {TRADE} a été laissé. Sonde {TRADE} retirée.
Pansement {TRADE}. Compression par {TRADE}.
foret {TRADE}, scie {TRADE}, pince {TRADE}
Appareil : {TRADE} {ACR}-{NUM} n° {NUM}
{TRADE} {TRADE} {ACR}{NUM}
pompe {TRADE}, capteur {TRADE}, lecteur {TRADE}
stent {TRADE} {NUM} mm, ballon {TRADE}
Mme XXX est une patiente de {NUM} ans. M. ABCD a {W}. Le patient ABC est {W}.
Le Dr X a vu le patient. M. X, âgé de {NUM} ans. Mme Y. est {W}.
de {LET}{NUM} à {LET}{NUM}, {W}
à H{NUM}, {W} ; à J{NUM}, {W}
à une dose de {NUM} Gy, à {NUM} mm Hg
à {ACR}, à {ACR} et à {ACR}
infection à Escherichia coli, à Klebsiella, à Candida, à Pseudomonas
Ac anti-{W}, Ac Anti{W}, Ac Anti {W}
PaO2/FiO2 {NUM}, SaO2, PaCO2 {NUM} mmHg, HCO3 {NUM}, SARS-CoV-2 négatif
classification de {EPO} et {EPO}
critères de {EPO} et {EPO}, score de {EPO}-{EPO}
technique de {EPO} et {EPO} modifiée
association {MED}-{ACR}
Il s'agit d'une patiente âgée de {NUM} ans, admise dans notre service pour {DIS}.
Nous rapportons le cas d'un patient de {NUM} ans, sans antécédent notable, {W}.
Prick : {WC} négatif, {WC} positif
secteur {WC}, unité {WC}, salle {WC}
Fiche {ACR} {W} n° {NUM}
PROBLÈMES ACTIFS
{ACR}, {ACR}, {ACR}, {ACR}, {W}
ant. calmes   {ACR}   {ACR} {NUM}
Marié
Mariée, {NUM} enfants
Secrét. médical. Méd. trait. Consult. ext.
Volet {W}. Annexe {NUM}. Bon de {W}.
""")

TRADES = """
Vicryl Prolene Monocryl Ethilon Dermabond Steri-Strip Tegaderm Bovie Gelfoam Surgicel Foley Metzenbaum Mastisol
Betadine Hibiclens Xeroform Mersilene Ethibond Kerlix Dacron Gore-Tex Hemolok Ligasure Ultracision Bookwalter
Weitlaner Jackson-Pratt Hemovac Olympus Medtronic Stryker Zimmer Synthes Boston Abbott Freestyle Dexcom Omnipod
Minimed Philips Siemens Storz Ethicon Covidien Biotronik Resmed Aquacel Mepilex Urgotul Algosteril Duoderm Comfeel
Seprafilm Tachosil Floseal Endoloop Mepore Biatain
""".split()

#: What names of companies begin with.
STEMS = """Bio Oxy Medi Labo Air Armor Alpha Euro Inter Nord Sud Atlan Armo Val Loire Azur Cer Syn Vita Respi Homé Domi Pharma Sani Médi Uni Opti
Ortho Néphro Dia Cardio Imag Radio Scan Ambu Trans Celti Occi Septi Perf Nutri Santé Mutu Prév""".split()
ENDINGS = """val lab golf dôme tis vie lys med air perf care santé home pole rance bio nis lia alis éo an ys or ex is gest confort souffle service
assist dom plus sys ouest est sud nord lim vol""".split()
#: What a place of a practice is called.
PLACES = """Port Pont Moulin Passeur Lavoir Château Prieuré Rocher Phare Marché Beffroi Canal Halles Remparts Fontaine Vieux-Pont Grand-Pré Champ-de-Mars
Mail Val Coteau Verger Lac Bourg Cèdre Tilleul Chêne Olivier Parc Stade Théâtre Gué Bac Quai Forum Clos Belvédère Plateau Lys Cygne Soleil Levant
Hauts Rives Sources Trois-Fontaines Quatre-Vents Deux-Rives Bords-de-Loire Pays-de-Rance Port-Royal""".split()
PRACTICES = """Imagerie|Imagerie médicale|Cabinet d'imagerie|Centre d'imagerie|Centre d'imagerie médicale|Scanner|IRM|Radiologie|Cabinet de radiologie
Cabinet d'allergologie|Cabinet de cardiologie|Cabinet de pneumologie|Cabinet de dermatologie|Cabinet de gynécologie|Cabinet de kinésithérapie
Cabinet de kinésithérapie et pédicurie|Cabinet infirmier|Cabinet d'ophtalmologie|Cabinet dentaire|Cabinet d'orthophonie|Cabinet médical|Cabinet
Cabinet d'anatomie et cytologie pathologiques|Centre d'anatomie pathologique|Centre ophtalmologique|Centre de dialyse|Centre de cardiologie
Centre du sommeil|Centre de pneumologie|Maison médicale|Maison de santé|Pôle de santé|Pôle santé|Laboratoire|Laboratoire d'analyses médicales
Laboratoire de biologie médicale|LBM|Labo|Analyses|Pharmacie|Grande pharmacie|Ambulances|Taxi ambulance|Optique|Audition|Groupe médical
Institut de cardiologie|Institut|Clinique|Polyclinique|Résidence|Foyer|EHPAD|Foyer d'accueil|SSIAD|HAD|CMP|Hôpital de jour|Centre de rééducation
Centre de soins de suite|Centre de planification|Crèche|École|Lycée|Collège|Association|ESAT|IME|MAS|FAM|Appartement thérapeutique""".replace(
    "\n", "|"
).split("|")
