"""Sentences and layouts of French medical documents, with slots. Written for this project; nothing in them is real.

A slot in capitals stands for a piece that `generate` fills: P a person in any writing, D a doctor, F a family name
alone, G a given name alone, PF a full name, S a signature; V a town, H an establishment, A an address, Z a zip code;
T a telephone, E a mail, N a long number, NIR, DATE, BD a birth date; MED a drug, DIS a diagnosis, EPO an eponym,
W and W2 French words, NUM, DOSE, UNIT, SVC, SPE, ACR, KIN.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

# Lines that name people, places or establishments.
NAMING = """
Dr {D}
Docteur {D}
Pr {D}
Professeur {D}
Dr. {D}
Dr.{D}
{CIV} {P}
{CIV}{P}
{P}
{P}
{PF}
{PF}
{PF}
{PF}, {KINB} de la patiente
{PF} ({KINB})
{PF} - {SPE}
{PF}, {SPE}
{PF} ({ROLE})
{PF}, {ROLE}
{ROLE} : {P}
{ROLE} {PF}
Interne : {PF} (interne)
Internes : {PF} (Interne), {PF}
Externe : {PF}
IDE : {P} / AS : {G}
{G}, AS
{G} et {G}, IDE de nuit
{DATE} {HEURE} - {PF}, IDE
{DATE} {HEURE} {PF} IDE
{DATE} {HEURE} - {G}, AS : {W} {W}.
Tel : {T} Dr {D}
Dr {D} {T}
Dr {D} {T} Dr {D} {T} Dr {D} {T}
{CIV} {P} Tel {T}
{P} {T}
{P} {E}
{PF} {A} {Z} {V}
{NUM} - {PF} {A} {Z} {V}
{A} {Z} {V}
{A}, {Z}, {V}
{A} - {Z} {V}
{A}, {V}
{Z} {V}
Adresse : {A} {Z} {V}
demeurant {A} à {V}
domiciliée {A} - {Z} {V}
Pour {PF}, rendez-vous le {DATE} à {A} {Z} {V}
Nom : {F} Prénom : {G}
NOM : {F}    PRENOM : {G}
Nom de naissance : {F}    Prénoms : {G} {G} {G}
Nom d'usage : {F}   Nom de naissance : {F}
Nom, prénom : {PF}
Patient : {PF}
Patiente : {PF} née {F}
Patient : {PF} | {SX} | {BD} | {N} | {N}
{PF} | {SX} | {BD} ({NUM} ans) | {N} | {N}
Patient {NUM}: {PF} | {SX} | {BD}
{PF} né le {BD} {N}
{CIV} {P}, né(e) le {BD} ({NUM} ans)
{CIV} {P} née {F} le {BD}
{CIV} {F} née {F}
{CIV} {P} {SX} {BD} {NUM} ans
DDN {BD}
{BD} {DATE} {NIR}
{NIR} {BD}
{PF} {NIR} {BD} {A}, {Z} {V} {H}
{PF} {DATE} {NIR} {BD} {MED} {DOSE}
{DATE} {PF} {NIR} {MED} {DOSE} : injection SC {NUM}/semaine
{PF} ¦ {NUM}.{NUM} ± {NUM}.{NUM} ¦ {NUM}.{NUM} ± {NUM}.{NUM}
{NUM} {PF} {NUM} {NUM}
{N}:{PF} {DATE}
{I} {I} {I}
{I}, {I} et {I}
{I} / {I}
Dr {I} - Dr {I}
Drs {I}, {I} et {I}
Signé : {S}
Signé électroniquement par {CIV} {P} le {DATE}
Signé par Dr {D}, médecin en chef
Rédigé par {PF}
Rédigé par {CIV} {P}
Validé par : Dr {D} le {DATE} {HEURE}
Dicté par {I}, relu par {I}
Compte rendu fait par Dr {D}
CR validé le {DATE} par : Dr {D}
Saisi par {PF} le {DATE}
Copie à : Dr {D}
Copie : Dr {D}, Dr {D}
cc : {D}, {H}
Destinataires : Dr {D}, {CIV} {P}
Médecin traitant : Dr {D}
Médecin traitant : {P}
Médecin traitant Dr {D} ({V})
Médecin adresseur : {D} - {V}
Adressé par le Dr {D}
Adressé par le docteur {P}
Patient adressé par le docteur {P}
Patient adressé par le Dr {D} de {V} pour {DIS}.
Prescripteur : Dr {D} / Radiologue : Dr {D}
Prescripteur : {P}
Opérateur : Dr {D}. Aide : {I}. Anesthésiste : Dr {D}.
OPERATEUR : {F}     AIDE : {F}     ANESTHESISTE : {F}
Chirurgien : {P}
IBODE : {P}
Biologiste : Dr {D}
Biologistes : {PF} - {PF} - {PF}
Chef de service : Pr {D}
Chef de pôle : {D}
Praticiens hospitaliers : Dr {D}, Dr {D}, Dr {D}
Chefs de clinique : Dr {D} Dr {D}
Secrétariat : {PF}
Secrétaire : {PF} {T}
Assistante sociale : {PF} ({E})
Cadre de santé : {PF}
Psychologue : {PF}
Responsable : {PF}
Consultant prof {P}
Coordonnateur {D}
Investigateur principal : {PF}
Directrice : {CIV} {PF}
Personne de confiance : {PF} ({KINB})
Personne à prévenir : {PF}, {KINB}, {T}
Contact : {PF} {T}
Tuteur : {PF}, {H}
Transmis à {P}
Envoyé à {PF} par courrier
À l'attention de {PF}
A l'attention du Dr {D}
à Monsieur le Docteur {D}
À Madame le Dr {D}, {SVC}, {H}, {V}
Monsieur le Professeur {D}
Cher {G},
Chère {G},
Chers {G} et {G},
Cher Docteur {F},
Mon cher {G},
Cher(e) {CIV} {F} {G},
Merci {G}.
{G}
{F}
{F} {G}
{F} {G}
{F} {G} {G}
{F}, {F} {G}
{F} {F} {G} {NIR}
Dr {I}, {SPE}, {H}
Pr {I} - {SVC}
{H}
{H}
{H} - {V}
{H} - {SVC}
{H} {A} {Z} {V}
{H}, {A}, {Z} {V}, Tel : {T}
{SVC} - {H}
Service de {SPEC} - {H}
Service {SPEC} de {H} adressé à Dr {D}
LABORATOIRE {H}
Hôpital {HB} {A} {Z} {V}
{H} – I. {SPEC} {V} – Docteur {D}
Site de {V}
Site d'{V} - {A} {Z}
{V}, le {DATE}
{V} le {DATE}
A {V}, le {DATE}
Fait à {V}, le {DATE}
Fait à {V} le {DATE} par Dr {D}
Né à {V}
Née le {BD} à {V}
Lieu de naissance : {V} ({NUM})
Ville : {V}
Commune de résidence : {V}
Habite {V}
Pharmacie : {H}, {T}
Ambulances : {H}
Mutuelle : {H}, adhérent {N}
Provenance : {H}, {V}
Transfert vers {H} le {DATE}
Cabinet du Dr {D}
Cabinet médical {H} - Drs {F} et {F}
Coordonnées : {PF}, {T}, {E}
RENDEZ-VOUS POUR {CIV} {PF} FIXÉ POUR LE {DATE} À L'ADRESSE {A} {Z} {V}
Notre établissement {H}
Résumé clinique - {P}
Résultats de laboratoire pour {PF}. Mention : anormal
Récapitulatif chirurgie {PF} | {SX} | {BD}
Observations : contacter Dr. {D} {E}
Dossier de {PF}
Dossier N° {N} {P}
Prélèvement : {DATE} à domicile ({PF}, IDEL)
Prélevé par {PF} à {HEURE}
Vu avec Dr {F}
Vu par {I} ({SPE})
Avis {F} : ok pour sortie.
Avis Dr {F} ({SPE}) : {W} {W}.
Appel Dr {F} à {HEURE}
Prévenu : Dr {F}, famille
Staff : {F}, {F}, {F}
Présents : {PF}, {PF}, {I}
Médecin de garde : {F}
Garde : {F} / {F}
Bip {NUM} {F}
{PF}   RPPS {N}
Dr {D}        RPPS {N}
Dr {D} - RPPS {N} - FINESS {N}
{S}     RPPS {N}
Dr {I} (RPPS {N})
{A} {Z} {V} - FINESS {N}
{A} - {Z} {V}   FINESS {N}  Tél {T}
{H} - FINESS {N}
{H}   FINESS ET {N}   SIRET {N}
{Z} {V} - {T} - FINESS {N} - RPPS {N}
{JOUR} {NUM}/{NUM} matin  {G} : {W} {W}
{JOUR} {NUM}/{NUM} nuit {G} AS : {W} {W}
{HEURE} IDE {G} : {W} {W}
{HEURE} {G} {W} {W}.
{NUM}/{NUM} {HEURE} - {G} - {W} {W}
{WC} {W}. ({G})
{WC} {W}. {PF}, IDE
IDE matin : {G}. IDE soir : {G}. Nuit : {PF}
Equipe {V} : {G}, {G}, {G}
{H} - Accueil urgences - {V}
{H} – {SPEC} – {V}
{V} - {SPEC}
Labo {V}
Bio ({V}) : {ACR} {NUM}
Correspondant : Dr {F} ({V})
{F} / {F} / {NUM}
{F} {G} née {F}
{F} {G} ({F})
Mme {F} {INIT}, née {F}
M. {F} {INIT} ({NUM} ans)
{F} {INIT}
Liste des médecins associés : Dr {D} {T} Dr {D} {T}
Équipe médicale : Dr {D}, Dr {D}
Médecins associés : {PF} (PU-PH) - {PF} (PH)
Secrétaire adjointe : {PF}
{PF}
{PF} {G}
Né à {V} (Algérie)
née le {BD} à {V}, Italie
{CIV} {P} (décédé), messager : {PF}
Dr {D}, Anesth. : Dr {D}
{WC} {W} : Pr {D}
à l'attention de {PF}
Réf. : {I}/{LW}{LW}
Bien à toi, {G}
Amitiés,   {G}
""".strip().split("\n")

# Prose that names someone or some place.
PROSE = """
Je vous remercie de m'avoir adressé {CIV} {P}, {NUM} ans, pour {DIS}.
Je vois ce jour en consultation votre patiente {CIV} {P}, née le {BD}.
J'ai revu {CIV} {F} en consultation le {DATE} dans le cadre du suivi de {DIS}.
{CIV} {F} est hospitalisée pour {DIS}.
{CIV} {F} a bien toléré {MED} {DOSE}.
{CIV} {F} reste suivie par le Dr {D} à {H}.
M. {F} vit seul à {V}, sa fille {G} habite {V}.
Vit avec son épouse {G}, à {V}.
Sa fille {PF} passe tous les jours, son fils {G} habite {V}.
Son fils {G} est prévenu.
Sa sœur {PF} a eu {DIS}.
Veuve d'{G} depuis {AN}.
Veuf de {G}, il habite {V} chez sa nièce {PF}.
Accompagné de son frère {G} et de sa belle-fille {PF}.
La patiente est accompagnée par {CIV} {F}, sa voisine.
Un neveu près de {V}.
Originaire de {V}, retraité, ancien maçon.
Elle a été opérée à {V} en {AN} par le Dr {D}.
Opéré par {I} en {AN} à {H}.
Opérée en {AN} ({HB}) d'une {DIS}.
Plastie mitrale en {AN} ({HB}).
Hospitalisé à {H} du {DATE} au {DATE} pour {DIS}.
Transféré de {H} vers {H} le {DATE}.
Transfert en {SPEC} à {H} (Dr {D}).
Passage aux urgences de {HB} le {DATE}.
Suivie à {HB} en {SPEC}.
Suivi en {SPEC} à {HB} par le Pr {D}.
Le patient a été vu aux urgences de {H} le {DATE} par {I}.
Le patient, {PF}, a consulté le {DATE} à {H}.
Après discussion avec le Dr {D} ({SPE}), décision de poursuivre {MED}.
Discuté avec {I} : poursuite de {MED}.
Avis demandé à {I}, {SPE}.
Le Dr {D} propose une {W}.
Le docteur {F} recommande {MED} {DOSE}.
Le Pr {F} a confirmé {DIS}.
Les docteurs {F} et {F} ont été informés.
Consultation urgente obtenue le {DATE} avec le Dr {P}.
Rendez-vous le {DATE} avec le Dr {D} à {H}.
Rendez-vous est pris auprès de {PF} au {T}.
J'adresse {CIV} {F} au Dr {D} pour {W}.
Nous avons reçu {CIV} {PF} aux urgences.
Parmi les résultats du {DATE} pour {PF} on observe {DIS}.
Je vous transmets les résultats du patient {PF} recueillis le {DATE}.
Merci de contacter {PF} par téléphone au {T} ou par mail {E}.
Contactez Dr. {P} à travers son e-mail {E}.
{CIV} {F} peut être contactée à {E}.
Demande de {G} {F} du service social joignable au {T}.
Patiente connue du Dr {F}, vue en {AN} à {V}.
IRM faite à {V} le {DATE}.
Scanner réalisé à {H} le {DATE}.
Le laboratoire {H} confirme {DIS}.
A déménagé de {V} à {V} en {AN}.
Voyage à {V} en {AN}.
Travaille à {V} comme {W}.
Papillome réséqué en {AN} pour {CIV} {F} de {V}.
Cherche son mari {G}.
Appelle sa mère {G} la nuit.
{G} est venue la voir ce matin.
{G} a téléphoné, sera là samedi.
Visite de {PF} et de {G}.
La famille {F} a été reçue.
Famille {F} informée.
Couple {F} vu ce jour.
L'infirmière {G} {F} a prévenu le médecin de garde {F}.
Pansement refait par {G}.
Relais par {G} à 14h.
Le kinésithérapeute, {PF}, passe trois fois par semaine.
La pharmacienne, {CIV} {F}, signale une interaction.
Rendez-vous chez {PF}, {SPE} à {V}.
Équipe mobile ({PF}, {PF}) passée.
Le dossier de {PF} est transmis à {H}.
Entrée le {DATE} par le SAMU à l'{H} en raison de {DIS}.
Résultats envoyés au {H} sous la responsabilité de {P}.
Suivi par l'équipe de {HB} du Dr. {D}.
Laboratoire d'analyses médicales de {A}, {V}
Son domicile se situe au {A}, à {V} dans le {Z}.
{PF} communique avec le Dr {D} au service de {SPEC} à {H}.
Pour {CIV} {PF} : {MED} {DOSE}.
Confiée à {G}. Rupture avec {G} en juillet.
Son oncle, {G}, s'est pendu. Son frère {G} est suivi pour {DIS}.
{G} dit qu'elle dort mal. {G} a mangé seul.
Travaille à {V}, marié avec {G}, deux enfants ({G} et {G}).
Vue en urgence à {V} cet été, puis à {H}.
Réadaptation à {V} en décembre.
Le laboratoire de {V} a appelé à {HEURE}.
Suivi au {H}, référent : {PF}.
Retour de {H} ce jour. Lettre de {H}.
Puis pour {CIV} {PF} {DATE} {NIR} {BD} {MED} {DOSE}.
""".strip().split("\n")

# Lines where nobody is named: the traps are drugs, eponyms, anatomy, scores, units, headings, capitals.
NOBODY = """
{DIS}
{DIS}
{DISC}
{DISU}
{DISC}.
{MED} {DOSE}
{MED} {DOSE} : 1 cp le matin
{MED} {DOSE} : 1 cp matin, midi et soir si douleur
{NUM}) {MED} {DOSE} ({MED2}) : 1 gél. le soir
- {MED} {DOSE} matin et soir
Traitement : {MED} {DOSE}, {MED} {DOSE}, {MED} {DOSE}.
{MED} {DOSE}, {MED} {DOSE} 1/j, {MED}
{MED} arrêté le {DATE}.
{MED} et {MED} ont été arrêtés.
Arrêt de {MED}, relais par {MED} {DOSE}.
Allergie à {MED}.
Allergie : {MED} (urticaire).
Sous {MED} depuis {AN}.
TTT : {MED}, {MED}, {MED} {DOSE}, {MED}
Introduction de {MED}. Majoration de {MED} à {DOSE}.
{MED} {DOSE}/1ml SOL INJ ({MED}*) : injection de {DOSE} deux fois par semaine en SC
Vaccination {MED} faite le {DATE}, lot {ACR}{NUM}.
Maladie de {EPO}.
Maladie de {EPO} écartée, sa sœur a une maladie de {EPO}.
Syndrome de {EPO} évoqué.
Signe de {EPO} négatif.
Test de {EPO} positif à gauche.
Pas de signe de {EPO} ni de {EPO}.
Score de {EPO} à {NUM}.
Échelle de {EPO} : {NUM}/20.
Classification de {EPO} stade {NUM}.
{EPO} {NUM}/20
{EPO} négatif, {EPO} positif.
Intervention de {EPO} en {AN}.
Prothèse de {EPO}. Anneau de {EPO}.
Sonde de {EPO}. Drain de {EPO}.
Corps de {EPO}.
Recherche de {EPO}, Coombs direct négatif.
Manœuvre de {EPO}.
Dosage selon {EPO}. Formule de {EPO} : {NUM}.
{DISC} ({EPO} {NUM}).
Coloration de {EPO}, Gram négatif.
Radio {EPO} normale.
{ACR} {ACR} {ACR} {ACR}
{ACR} : {NUM}
{ACR} {NUM} {UNIT}
{ACR} négatif, {ACR} positif
Na {NUM} K {NUM} Cl {NUM} CO2 {NUM} {UNIT}
NFS, {ACR}, {ACR}, CRP, ionogramme
Bilan : NFS, plaquettes, {ACR}, TP, TCA, {ACR}
TA {NUM}/{NUM}, FC {NUM}, SpO2 {NUM} %, T° {NUM}
GCS {NUM}, EVA {NUM}/10, poids {NUM} kg
{WC} {NUM} {UNIT} {NUM}-{NUM} {NUM}
{WC} H {NUM} {UNIT} {NUM}-{NUM}
{WU} {NUM} {NUM} {NUM}
{WU}
{WU}
{WU} {W2U}
{WU} :
{WC} :
{WC} :
{WC} {W} :
{WC} {W} {W}.
{WC} {W} de {W}, {W}.
{WC}, {W} et {W}.
- {WC} {W}
{NUM}. {WC} {W}
{NUM}. {WC} : {W} {W}.
{LW}) {WC}
Examen : {W} {W}, pas de {W}.
EXAMEN CLINIQUE : {W}, {W}.
Conclusion : {DIS}.
CONCLUSION : {DISU}
Motif : {DIS}
MOTIF : {DIS}
ATCD : {DIS}, {DIS}
ATCD chir : {DIS} ({AN})
Antécédents : {DISC}. {DISC}. {DISC}.
Indication : {DIS}. Technique : {W}.
Histoire de la maladie : {DIS} depuis le {DATE}.
Pas d'argument pour {DIS}.
Patiente de {NUM} ans hospitalisée pour {DIS}.
Patient de {NUM} ans, {W}, suivi pour {DIS}.
Patiente arrivée au {ACR} le {DATE} pour {DIS}.
Le patient est {W}. Il prend {MED}.
Il s'agit d'un homme de {NUM} ans présentant {DIS}.
Elle est {W} et {W}. La {W} est {W}.
Monsieur est {W} ce matin.
Madame dit avoir {W}.
Madame, Monsieur,
Monsieur le Directeur,
Cher Confrère,
Chère Consœur,
Cher Ami,
Mon cher Confrère, ma chère Consœur,
Docteur en médecine
Docteur, vous trouverez ci-joint {W}.
Le docteur passera demain. Le Professeur est informé.
Appeler le médecin si {W}. Prévenir IDE.
Bien confraternellement,
Bien cordialement, le service de {SPEC}
Médecin généraliste conventionné
Ancien interne des hôpitaux, ancien chef de clinique
Praticien hospitalier - Chef de service
Interne en {SPEC}
Service de {SPEC} - Unité {NUM}
Service de {SPEC}
{SPEC2} - {SPEC2}
POLE {SPECU}
CONSULTATION DE {SPECU}
UNITE DE {SPECU} {WU}
COMPTE RENDU DE {WU}
COMPTE RENDU D'HOSPITALISATION du {DATE} au {DATE}
COMPTE RENDU OPERATOIRE
BILAN {WU} {WU}
Hospitalisation de jour. Hôpital de jour.
Hôpital de jour de {SPEC} le {DATE}.
Examen clinique : Cœur régulier. Poumons clairs. Abdomen souple.
Clinique : {W}. Paraclinique : {W}.
Surveillance clinique rapprochée. Centre de référence.
Retour à domicile. Retour en EHPAD le {DATE}.
Sortie à domicile avec passage IDE. Résidence habituelle.
Laboratoire : hémoglobine {NUM}, {ACR} {NUM}.
Pharmacie : délivrance de {MED}.
Rue : non. Place de la chirurgie à discuter.
Cours de rééducation. Voie sous-cutanée.
Cible : {WU}. D : {W} {W}. A : {W}. R : {W}.
Données : {W}. Actions : {W}. Résultats : {W}.
Prévoir {W} le {DATE}. Poursuivre {MED}.
Lundi : {W}. Mardi : {W}. Semaine du {DATE}.
Né à terme, Apgar 10/10. Sexe : F.
Née à terme par voie basse, {NUM} g.
Sa mère est décédée à {NUM} ans de {DIS}, son père de {DIS}.
Mère : {DIS}. Père : {DIS}. Sœur : {DIS}. Frère : RAS.
Sa fille est prévenue. Son fils passera demain.
Le Samu a été appelé. Transport par ambulance.
Petit déjeuner pris. Grande fatigue. Bon appétit.
Blanc d'œuf, riz, pain : régime sans sel. Olive autorisée.
Plaie rose, fond rouge, berges saines.
Douleur du petit doigt, du grand trochanter et du gros orteil.
Petit bassin libre. Gros vaisseaux perméables.
Charge virale indétectable. Long cours. Court séjour.
Marche avec canne. Marchand de meubles retraité.
Bois, métaux : pas d'exposition. Ancien berger, ancien boulanger, maçon.
Loi du {DATE}. Décret n° {NUM}-{NUM} du {DATE}.
Avis spécialisé demandé. Article L.{NUM}.
http://www.{LWORD}.fr
Microsoft Word, Teams, Excel. Version 2.1
Logiciel {WC} v{NUM}
Siemens Somatom, GE Revolution, Philips Ingenia 1,5 T
Imagerie : Scanner TAP avec injection d'Iomeron. IRM : séquences T1, T2, FLAIR, Diffusion.
Staphylococcus aureus, Escherichia coli, E. coli, Klebsiella pneumoniae
Candida albicans. H. pylori. C. difficile. P. aeruginosa. S. pneumoniae. Streptococcus.
Type Gleason {NUM}, grade Fuhrman {NUM}, stade Ann Arbor III, Breslow {NUM} mm, Clark IV
PTNM pT2 N0 M{NUM}, ER+, HER2 négatif, Ki67 {NUM} %
Phase 1 - {DATE}, Phase 2 - {DATE}, Phase 3 - {DATE}
C1 {DATE} C2 {DATE} C3 {DATE} C4 {DATE}
Sérologie {ACR} {ACR} {ACR} Bilirubine totale {ACR} NFS créatinine
{DATE} : {W} {W}. {DATE} : {W}.
Le {DATE}, {W} {W} de la {W}.
RPPS {N}
FINESS {N} - SIRET {N}
RPPS {N} - AM {N} - Tél. {T}
Tél {T} - Fax {T}
Édité le {DATE}. Reçu le {DATE}. Prélevé le {DATE}.
Reçu le {DATE} - Édité le {DATE} - Validé
{MED} {DOSE} q.d., {MED} {DOSE} b.i.d., {MED} t.i.d., {MED} p.r.n.
{MED} q.d., {MED} q.d., vitamine D
- {MED},
Au centre hospitalier, il est {W}. Admis à l'hôpital.
Le patient est transféré au centre de {W}.
Suivi au centre de santé, à la maison de retraite, en clinique privée.
Retour à la maison. Notre hôpital, notre service, notre établissement.
Service d'accueil des urgences. Maison médicale de garde.
Centré sur la {W}. Centre de la lésion. Centré à gauche.
{WC} : {W}-{W}
{WC} : {W}
{WC} : {WC}
{WU} : {WC}. {W} {W}.
{WC}
{WC}, {W}.
{WC}-{W}
{ACR}-{W} : {W}
{ACR}-{ACR} {NUM}
{ACR}-{W} du {DATE}
{LET} {LET} {LET} {LET} {LET}
{LET} {LET} {ACR} {LET} * {LET}
{ACR} {ACR} {ACR} {ACR} {ACR} {ACR}
{LET}. {WC} {W}
{LET}. {WC} : {W}.
{W} {NUM} {LET}. {WC} {W}.
{ACR} {NUM} g/L. {WC} {NUM}
{W} droite, {W} D. {WC} {W}.
Technique de {EPO}. Broches de {EPO}. Lame de {EPO}. Fils de {EPO}.
Drain de {EPO} en place, lame de {EPO} retirée.
Plaque de {EPO}, vis de {EPO}, clou de {EPO}.
Incision de {EPO}, voie de {EPO}, lambeau de {EPO}.
Coloration de {EPO} et de {EPO}.
Fraction d'éjection {NUM} % ({EPO})
Ulcère {EPO} III, {EPO} IIb. Flux {EPO} 3.
Fracture de {EPO}, fracture {EPO}-{EPO}.
Le {EPO} a montré {W}. Épreuve de {EPO}, critères de {EPO}.
Équation de {EPO}, indice de {EPO}, règle de {EPO}.
Selon la technique d'{EPO}. Selon la méthode de {EPO}.
Loi {EPO}-{EPO}. Loi {EPO} du {DATE}.
Consignes : patient {WU}. {W} {W}.
Patient {WU}, {W}.
Pansement par {MED}. Suture par {MED} 4.0.
Set {MED}, aiguille {MED}, cathéter {MED}.
Timed up and go {NUM} s. Get up and go. Check-list HAS.
Marié, deux enfants. Célibataire. Divorcée. Retraité.
Idem. Néant. Aucun. RAS. Stable. Normal.
Originaire d'Algérie. Né au Portugal. Voyage au Maroc, en Italie, au Sénégal.
Origine : France. Nationalité : italienne. Langue : arabe.
Semaine du {DATE} : Lundi {W}, Mardi {W}, Jeudi {W}.
Hémoglobine {NUM} g/dL Leucocytes {NUM} G/L Plaquettes {NUM} G/L Créatinine {NUM} µmol/L
Pôle {SPEC2} - {SPEC2} - {SPEC2}
Urgences adultes. Bloc central. Salle {NUM}. Lit {NUM}.
Secteur {SPEC2}. Unité {LET}. Étage {NUM}. Tour {LET}.
COURT SEJOUR GERIATRIQUE - SECRETARIAT
DOSSIER DE LIAISON - FICHE D'ADMISSION - FEUILLE DE TRANSMISSIONS
Liste des médicaments. Liste des allergies. Liste de soins.
Le lendemain de l'opération, {DATE}, aucune plainte.
""".strip().split("\n")

EPONYMS = """
Parkinson Alzheimer Hodgkin Crohn Basedow Horton Biermer Lewy Babinski Lasègue Murphy Braden Norton Tinetti Katz Lawton
Child-Pugh Gleason Killip Karnofsky Charcot Dupuytren Raynaud Sjögren Behçet Guillain-Barré Korsakoff Wernicke Broca Paget
Cushing Addison Conn Hashimoto Willebrand Fallot Marfan Turner Down Klinefelter Duchenne Huntington Wilson Kaposi Kawasaki
Hirschsprung Meckel Ménière Bell Horner Pancoast Romberg Trendelenburg Lachman McMurray Jobe Neer Yocum Tinel Phalen Lhermitte
Kernig Brudzinski Homans Mac-Burney Rovsing Cullen Trousseau Chvostek Babès Whipple Zollinger-Ellison Mallory-Weiss Barrett
Billroth Roux Hartmann Miles Bricker Nissen Lichtenstein Shouldice Kocher Redon Foley Swan-Ganz Doppler Holter Coombs Gram
Cockcroft Bazett Fridericia Apgar Glasgow Silverman Ranson Balthazar Fazekas Scheltens Dubois Hamilton Beck Zarit Rankin Barthel
Spitzberg Gougerot Waldenström Von-Recklinghausen Chiari Arnold Osler Rendu Ehlers-Danlos Gilbert Berger Goodpasture Alport
Bartholin Douglas Wirsung Oddi Vater Glisson Treitz Willis Sylvius Rolando Achille Kiesselbach Eustache Fallope Cowper Malpighi
Garden Weber Gustilo Salter Schatzker Mallampati Cormack Aldrete Wood Ziehl Pasteur Sanders Sokolow Duke Jones Wells Genève Norwood
Carpentier Bentall Starr Ross Fontan Blalock Ivor-Lewis Heller Ramstedt Lefort Caldwell-Luc Kapandji Latarjet Bankart Ilizarov
""".split()

HOSPITAL_HEADS = """Labo Laboratoire LBM Biolab Analyses Scanner IRM Imagerie Radiologie Cabinet SELARL Association Pavillon Foyer EHPAD Résidence Clinique
Centre SSIAD HAD Unité Réseau Prestataire Maison Villa Ambulances Taxi Pharmacie Optique""".split()

SPECIALTIES = (
    """
cardiologie, neurologie, gériatrie, pneumologie, gastro-entérologie, hépatologie, néphrologie, urologie, rhumatologie,
dermatologie, oncologie, hématologie, endocrinologie, diabétologie, psychiatrie, pédiatrie, néonatologie, gynécologie, obstétrique,
chirurgie, orthopédie, traumatologie, ophtalmologie, ORL, stomatologie, réanimation, anesthésie, urgences, radiologie, imagerie,
biologie, immunologie, allergologie, infectiologie, addictologie, neurochirurgie, rééducation, médecine interne, médecine polyvalente,
chirurgie digestive, chirurgie vasculaire, soins palliatifs, soins intensifs, médecine nucléaire, radiothérapie, génétique,
anatomopathologie, hospitalisation à domicile, médecine physique
""".replace("\n", " ")
    .strip()
    .split(", ")
)

DOCTORS = """cardiologue neurologue gériatre pneumologue gastro-entérologue néphrologue urologue rhumatologue dermatologue oncologue
hématologue endocrinologue psychiatre pédiatre gynécologue chirurgien orthopédiste ophtalmologiste ORL réanimateur anesthésiste urgentiste
radiologue biologiste interniste généraliste infectiologue allergologue neurochirurgien anatomopathologiste médecin""".split()

ROLES = """IDE IDEC IDEL AS ASH kinésithérapeute interne externe infirmière infirmier aide-soignante secrétaire diététicienne psychologue
orthophoniste ergothérapeute sage-femme pharmacien pharmacienne biologiste assistante-sociale cadre podologue IADE IBODE MK PH CCA PU-PH
Interne Infirmière Secrétaire Kiné Pharmacien Externe neuropsychologue psychomotricienne technicien manipulatrice
aidante bénévole ostéopathe dentiste opticien""".split()

KIN = """fille fils sœur frère mère père épouse époux mari femme compagnon compagne nièce neveu cousine cousin tante oncle voisine voisin amie
belle-fille gendre petite-fille petit-fils conjoint tutrice""".split()

FAMOUS = """Bichat Cochin Necker Lariboisière Tenon Beaujon Avicenne Bicêtre Mondor Béclère Debré Pompidou Saint-Louis Saint-Antoine Trousseau
Pitié-Salpêtrière Hôtel-Dieu Sainte-Anne Gustave-Roussy Foch Timone Pellegrin Purpan Rangueil Hautepierre Pontchaillou Lapeyronie Huriez
Brabois Bretonneau Croix-Rousse Edouard-Herriot Lyon-Sud Percy Bégin Delafontaine Charles-Foix Paul-Brousse HEGP""".split()

UNITS = "mg g µg mL L mmol/L µmol/L g/L g/dL UI/L U/L % mm cm kg G/L T/L ng/mL pg/mL mUI/L mmHg /min bpm kPa °C mm³ fL".split()

ACRONYMS = """HTA AVC AIT IDM BPCO FA ACFA IRC IRA TVP EP PTH PTG TDM IRM ECG EEG ETT ETO EFR BNP CRP TSH NFS VGM TP TCA INR DFG HbA1c LDL HDL
ASAT ALAT GGT PAL CPK LDH PSA AFP CEA VHB VHC VIH CMV EBV ECBU BU FOGD TOGD CAT HDM ATCD TTT RAS OMI MMSE BREF GDS GIR AGGIR NYHA FEVG SCA
VNI OHB O2 SAP IVD SC PO IM IV SSR HAD EHPAD USLD CMP CSG UHCD SAMU SMUR CHU APHP ALD AMM QSP CP AR NR DCI CNO AVK AOD IEC ARA2 IPP AINS ADO
TAP DMLA LCR PL BAV BBG BBD RM IM RAC IAO IT PAPS MCE LAL LLC LMC SMD MGUS""".split()
