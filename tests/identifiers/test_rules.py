"""Rules alone, without the trained names: each trap beside its near twin."""

from __future__ import annotations

from itertools import pairwise

import pytest

from summarizer.identifiers import build_detector
from summarizer.values import Label
from tests.identifiers.marked import read, shown

DETECTOR = build_detector()


def check(marked: str) -> None:
    text, expected = read(marked)
    (found,) = DETECTOR.detect([text])
    labelled = all(label for _, label in expected)
    assert shown(text, found, with_labels=labelled) == (expected if labelled else [(s, None) for s, _ in expected])


@pytest.mark.parametrize(
    "marked",
    [
        "NIR : <i NIR>2 57 07 75 123 456 12</i>",
        "N° de sécurité sociale <i NIR>257077512345612</i>",
        # One digit lost to OCR: the key is wrong, the number still identifies.
        "NIR : <i NIR>2 57 O7 75 123 456 13</i>",
        "INS : <i NIR>1 84 12 2A 123 456 33</i>",
        "Assuré : <i NIR>2 5 7 0 7 7 5 1 2 3 4 5 6</i>",
        "N° SS <i NIR>2 57 07 75\n123 456 12</i>",
        # Beside a date, whatever its month; after a date in boxes.
        "<i BIRTH_DATE>12/04/1975</i> <i NIR>2 75 4851 612 345</i>",
        "0 9 0 3 2 0 1 5 <i NIR>2 75 08 75 512 345</i>",
        "Clairance 257 mL, débit 0775 ; volumes 123 et 456.",
        "Glycémies du jour : 120 98 143 156 88 102 97",
    ],
)
def test_nir_in_every_grouping_and_no_table_of_figures(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Tél. : <i PHONE>01 99 00 12 34</i>",
        "Fax <i PHONE>01.99.00.12.34</i>",
        "Portable : <i PHONE>+33 6 39 98 12 34</i>",
        "joignable au <i PHONE>0639981234</i>",
        "Tél : <i PHONE>O1 99 OO 12 34</i>",
        "Tel : <i PHONE>0 1 9 9 0 0 1 2 3 4</i>",
        "Secrétariat <i PHONE>01 99 00 12</i>",
        "DECT <i PHONE>4512</i>",
        "Le Dr <i PERSON>Marchal</i>, tel: <i PHONE>01_99_00_12_34</i>, appelé ce jour",
        "Ligne directe <i PHONE>0199 001 234</i>",
        "Joindre le <i PHONE>(01) 99-00-12-34</i>",
        "Rappeler au <i PHONE>+33 (0)1 99 00 12 34</i> demain",
        "De l'étranger : <i PHONE>0033 1 99 00 12 34</i>",
        "Standard<i PHONE>0199001234</i>",
        "Plaquettes 0 12 250 310 ; hématies 4 512 000.",
        "Poste de soins 2, lit 14",
        "TA 12/8, FC 72, SpO2 98 %",
    ],
)
def test_telephones(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "née le <i BIRTH_DATE>04/07/1957</i>",
        "née <i PERSON>BLANC</i> le <i BIRTH_DATE>4 juillet 1957</i>",
        "né(e) le <i BIRTH_DATE>4 juillet 1957</i>",
        "DDN : <i BIRTH_DATE>04.07.57</i>",
        "Date de naissance <i BIRTH_DATE>1957-07-04</i>",
        "née le <i BIRTH_DATE>quatre juillet mille neuf cent cinquante-sept</i>",
        "née 1e <i BIRTH_DATE>4 jui11et 1957</i>",
        "F | <i BIRTH_DATE>04/07/1957</i> | 67 ans",
        "<i BIRTH_DATE>04/07/1957</i> (67 ans)",
        "née le <i BIRTH_DATE>04JUIL1957</i>",
        "née le <i BIRTH_DATE>0 4 0 7 1 9 5</i>.",
        "| F | <i BIRTH_DATE>0 4 0 7 1 9 5</i> |",
        "Patient : M. <i PERSON>Fors N.</i> (<i BIRTH_DATE>19.8.53</i>), vu le 12/03/2021",
        "Mme <i PERSON>Jeanne GAVAUD</i>, <i BIRTH_DATE>12/04/1951</i>, NIP <i IPP>1720868820</i>\nVue le 12/03/2021",
        # Beside the name, with nothing that says what happened that day.
        "Mme <i PERSON>Aïcha SAGNARD</i> (<i BIRTH_DATE>1er janvier 1970</i>)",
        "M. <i PERSON>Thibaut CARVENNE</i> (<i BIRTH_DATE>8 mars 1979</i>), opéré le 12 mars 2024",
        "M. <i PERSON>Marin ROCHEL</i> - <i BIRTH_DATE>12/01/2022</i> - 14 mois, vu le 08/04/2023",
        "Mme <i PERSON>Jeanne GAVAUD</i> opérée le 12/04/1999, revue le 12/03/2021",
        "Mme <i PERSON>Jeanne GAVAUD</i>, vue (12/02/2021), revue le 12/03/2021",
        # Announced, in shapes that are no date elsewhere.
        "DN : <i BIRTH_DATE>3-9-61</i>",
        "né le <i BIRTH_DATE>12 06 46</i>",
        "né le <i BIRTH_DATE>11/1O/1987</i>",
        "Né le : <i BIRTH_DATE>1 2 / 0 4 / 1 9 5 1</i>",
        "N. le : <i BIRTH_DATE>22/10/90</i>",
        "née <i PERSON>BLANCHET</i>, le <i BIRTH_DATE>03/02/1938</i>",
        '"birthDate": "<i BIRTH_DATE>1952-03-14</i>"',
        "<ddn><i BIRTH_DATE>19520314</i></ddn>",
        "Nouveau-né de 3 200 g le 14/02/2024",
        "Dr <i PERSON>Jeanne GAVAUD</i>, 12/04/2011, copie du 12/03/2021",
        "Monsieur le directeur, compte rendu du 12/04/2011, relu le 12/03/2021",
        "Le patient ne fume plus depuis janvier 2023.",
        "Opérée le 04/07/2019 d'une cholécystectomie.",
        "Nouveau-né vu le 04/07/2019.",
        "Dernières règles le 04/07/2019, lésion apparue en mai 2019.",
    ],
)
def test_birth_dates_are_hidden_and_events_kept(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "IPP : <i IPP>8004512377</i>",
        "N° de séjour : <i VISIT_ID>230415-0088</i>",
        "Séjour <i VISIT_ID>22C019344</i>",
        "RPPS <i RPPS>10123456789</i>",
        "FINESS : <i FINESS>750012345</i>",
        "N° ADELI <i ADELI>759123456</i>",
        "Réf. dossier : <i OTHER>Z2211150318</i>",
        "adhérent <i OTHER>44871203-B</i>",
        "NIPP <i OTHER>0034778</i>",
        "N° perm. <i OTHER>0034778</i>",
        "N° dossier médical : <i OTHER>2204118</i>",
        "N° séjour <i OTHER>22 8629 11</i>",
        "Épisode <i OTHER>228629</i>",
        "Num. <i OTHER>2208629</i>",
        "Rést <i OTHER>0214</i>, ch 27",
        "Secteur <i OTHER>63G07</i>",
        "IPP <i HOSPITAL>Kerlan</i> : <i IPP>RL0097714</i>",
        "Portail : code <i OTHER>KXV-5512-TRM</i>",
        "Mot de passe : <i OTHER>Kx92-3381</i>",
        "RPPS : <i RPPS>10 12 345 6789</i>",
        "SIRET <i OTHER>123 456 789 00012</i>",
        "Code CCAM NFKA007, chambre n° 22014, secteur B",
        "N° 12, patient 84 ans, dent n° 36",
        "Vaccin PREVENAR, lot n° FX4512",
        "Décret n° 2013-1066",
        "HÉPARINE 25 000 UI/24 h",
        "Charge virale 12000000 copies/mL",
    ],
)
def test_numbers_that_identify_and_numbers_that_do_not(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<i ADDRESS>23 rue du Moulin-Neuf</i> - <i ZIP>80300</i> <i CITY>ALBERT</i>",
        "<i ADDRESS>8 bis, avenue des Tilleuls</i>, <i ZIP>72000</i> <i CITY>Le Mans</i>",
        "<i ADDRESS>4 impasse des\nLavandières</i>, <i ZIP>35 400</i> <i CITY>Saint-Malo</i>",
        "<i ADDRESS>4 irnpasse des Lavandières</i>, <i ZIP>354OO</i> <i CITY>5aint-Malo</i>",
        "Écrire à <i EMAIL>secretariat.cardio@ch-exemple.fr</i>",
        "Rendez-vous sur <i URL>www.clinique-exemple.fr</i>",
        "Pour en savoir plus : www.has-sante.fr",
        "12 cours de kinésithérapie, 3 voies veineuses",
        "Il fait 2 places de parking et 4 passages aux toilettes.",
        "UVEDOSE 100 000 UI, INNOHEP 14 000 UI",
    ],
)
def test_addresses_and_web(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "hospitalisée au <i HOSPITAL>CHU de Saint-Exemple</i> en mars",
        "Transfert à l'<i HOSPITAL>hôpital Lariboisière</i>",
        "<i HOSPITAL>EHPAD Les Aubépines</i>",
        "suivie en neurologie à <i HOSPITAL>Bichat</i>",
        "hôpital de jour de cardiologie",
        "L'examen clinique ORL est normal.",
        "maladie de Dupuytren opérée",
        "signe de Trousseau négatif",
    ],
)
def test_establishments(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Dr <i PERSON>A. Charmeux-Leroy</i>, cardiologue",
        "Monsieur le Docteur <i PERSON>Hubert MARÉCHAL</i>",
        "Mme <i PERSON>Rose OLIVE</i> est revue ce jour.",
        "M.<i PERSON>GIRAUDON</i>",
        "Dr <i PERSON>8ERTRANDIN</i> absent",
        "M. <i PERSON>Le Compte Daniel</i>, compte rendu du jour",
        "Docteur <i PERSON>Carvenne J.-P</i>",
        "Mme <i PERSON>Grunval M.M</i>",
        "Dr <i PERSON>A Belmonde</i>",
        "Monsieur A est revu, le docteur D aussi.",
        "CR dicté le 19/09, frappe <i PERSON>A.M.</i>",
        "Réf. : <i PERSON>JPM/CT</i>",
        "NOM <i PERSON>boulanger</i>  Prénom <i PERSON>mathieu</i>   M",
        "Nom : non renseigné  Prénom : non renseigné",
        "Dr <i PERSON>Thi Mai NGUYEN</i>, mai 2023",
        "10/04 21h40 - <i PERSON>Fatou DIALLO</i>, IDE",
        "09/04 08h15 - <i PERSON>Jordan</i>, AS",
        "Signé : <i PERSON>N. FLEURISSON</i>",
        "Nom de naissance : <i PERSON>TRUFFIER</i>",
        "sa fille <i RELATIVE>Claire VASSELIN</i> passe le samedi",
        "Veuve d'<i RELATIVE>Albert</i> depuis 2016",
        "son mari <i RELATIVE>Thierry</i> est prévenu",
        "prévenir M. <i RELATIVE>Laurent MERLIER</i> (fils)",
        "Cher Confrère, Madame, Monsieur,",
        "Madame le Docteur, mon cher Confrère,",
        "Le docteur passera demain, le Professeur est informé.",
        "Maladie de Parkinson, signe de Babinski, score de Glasgow 15.",
        "Lévothyrox 75 µg, Kardégic 75 mg, Lasilix 40 mg, Doliprane 1 g",
        "E. coli et S. aureus, H. pylori négatif",
        "Créatinine 110 µmol/L. Albumine 31 g/L. Potassium 4,2 mmol/L.",
        "mère décédée avec une maladie d'Alzheimer, sœur diabétique",
        "Petit déjeuner pris, plaie rose, blanc d'œuf autorisé.",
    ],
)
def test_people_and_what_is_nobody(marked: str) -> None:
    check(marked)


def test_a_name_found_once_is_found_everywhere() -> None:
    text = "Dr Hubert MARÉCHAL, cardiologue. Avis pris auprès de Maréchal ce matin, courrier à H. MARÉCHAL."
    (found,) = DETECTOR.detect([text])
    assert [i.span.of(text) for i in found] == ["Hubert MARÉCHAL", "Maréchal", "H. MARÉCHAL"]


def test_signatures_by_initials_are_those_of_people_named_in_full() -> None:
    text = "Mme Julie BÉRARDIN, Mme Estelle QUINTRIC\n03/09 VAD JB - app. tenu. RAS. EQ\nBilan (FA) : TP 78 %. HTA\nTransmis. E.Q.\n"
    (found,) = DETECTOR.detect([text])
    assert [i.span.of(text) for i in found] == ["Julie BÉRARDIN", "Estelle QUINTRIC", "JB", "EQ", "E.Q."]


def test_an_establishment_is_then_found_by_its_own_name() -> None:
    text = "CHU Kervoalec\nRetour de Kervoalec hier, effets remis à l'accueil Kervoalec."
    (found,) = DETECTOR.detect([text])
    assert [i.span.of(text) for i in found] == ["CHU Kervoalec", "Kervoalec", "Kervoalec"]


def test_a_birth_date_said_once_is_hidden_where_nothing_says_it() -> None:
    text = "Née le 04/07/1957.\nConsultation du 12/03/2021\nDossier 04-07-1957 bis, vu le 04/07/2020"
    (found,) = DETECTOR.detect([text])
    assert [i.span.of(text) for i in found if i.label is Label.BIRTH_DATE] == ["04/07/1957", "04-07-1957"]


def test_spans_are_sorted_and_disjoint() -> None:
    text = "Mme Rose OLIVE née BLANCHET le 04/07/1957, NIR 2 57 07 75 123 456 12, 8 rue Haute 72000 LE MANS, tél 0199001234"
    (found,) = DETECTOR.detect([text])
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert len(found) == 8
