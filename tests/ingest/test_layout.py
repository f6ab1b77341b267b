"""Words on a page in the order a reader follows. The pages here are typed: one character is five points wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.ingest.page.layout import page_text
from summarizer.ingest.page.placed import Rule, Word

WIDE, HIGH, LEADING = 5.0, 10.0, 12.0


def typed(page: str, *, top: float = 0.0, left: float = 0.0) -> list[Word]:
    """A page drawn with characters: each word stands where it is typed."""
    words = []
    for number, line in enumerate(page.strip("\n").split("\n")):
        column = 0
        for piece in line.split(" "):
            if piece:
                x, y = left + column * WIDE, top + number * LEADING
                words.append(Word(text=piece, left=x, top=y, right=x + len(piece) * WIDE, bottom=y + HIGH))
            column += len(piece) + 1
    return words


def order(text: str, *pieces: str) -> list[int]:
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places), text
    return places


TWO_COLUMNS = """
                    SCANNER THORACIQUE DU 17 JANVIER
Patient de soixante ans ancien      Médiastin sans adénopathie de taille
fumeur qui tousse depuis le         anormale, coeur de volume normal, aorte
mois de septembre et maigrit        ascendante de trente-huit millimètres et
sans raison évidente selon lui      pas d'épanchement péricardique visible
et selon son médecin traitant.      sur les coupes réalisées ce jour.
"""


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    text = page_text(typed(TWO_COLUMNS))
    order(text, "SCANNER", "Patient de soixante", "fumeur qui", "médecin traitant.", "Médiastin", "sur les coupes")
    assert "ancien\nfumeur" in text


MARGIN = """
Chef de service      Chère consoeur, je revois votre patient de soixante-trois
Dr A. ROUVRAY        ans pour les résultats du bilan de son nodule pulmonaire et
Praticiens           le suivi de sa bronchite chronique. Le tabac est arrêté
Dr B. CASTAGNER      depuis six ans et la dyspnée reste stable en dehors des
Secrétariat          côtes, sans oedème des membres inférieurs ni douleur de la
04 65 71 00 02       poitrine. La spirométrie retrouve un trouble obstructif.
"""


def test_a_margin_of_names_does_not_cut_the_sentences_of_the_letter() -> None:
    text = page_text(typed(MARGIN))
    assert "soixante-trois\nans pour les résultats" in text
    assert "ROUVRAY\nPraticiens" in text


TABLE = """
Analyse               Résultat    Unité      Référence        03/05/2023
Hémoglobine             12,6      g/dL       12,0-16,0          13,3
Plaquettes               243      G/L        150-400             251
Glycémie à jeun         1,42 H    g/L        0,70-1,10          1,51
Créatinine                98      µmol/L     64-104               97
Potassium               4,5       mmol/L     3,5-5,1             4,4
"""


def test_a_table_is_read_across_with_its_columns_aligned() -> None:
    lines = page_text(typed(TABLE)).split("\n")
    assert [line.split() for line in lines] == [line.split() for line in TABLE.strip().split("\n")]
    assert (
        len({line.index(unit) for line, unit in zip(lines, ["Unité", "g/dL", "G/L", "g/L", "µmol/L"], strict=False)})
        == 1
    )


LABELS = """
Motif            douleur thoracique depuis ce matin
Antécédents      hypertension, diabète de type 2
Allergies        pénicilline, avec un oedème
Traitement       amlodipine 5 mg le matin
Tension          142/86 aux deux bras
"""


def test_labels_stay_beside_their_values() -> None:
    lines = page_text(typed(LABELS)).split("\n")
    assert lines[2].split(maxsplit=1) == ["Allergies", "pénicilline, avec un oedème"]


WRAPPED = """
Médicament       Posologie et commentaire
Apixaban         un comprimé matin et soir, à ne jamais interrompre sans
                 l'avis du cardiologue
Bisoprolol       un comprimé le matin
"""


def test_the_rest_of_a_long_value_stands_under_its_start() -> None:
    lines = page_text(typed(WRAPPED)).split("\n")
    assert lines[2].strip() == "l'avis du cardiologue"
    assert lines[2].index("l'avis") == lines[1].index("un comprimé")


def test_drawn_rows_make_a_table_of_what_looks_like_columns() -> None:
    words = typed(TWO_COLUMNS)
    rules = [Rule(left=0, top=y, right=400, bottom=y) for y in (11.0, 23.0, 35.0, 47.0, 59.0, 71.0)]
    assert "ancien" in next(line for line in page_text(words, rules).split("\n") if "Médiastin" in line)


def test_a_footer_set_off_from_the_columns_comes_after_them() -> None:
    words = [*typed(TWO_COLUMNS), *typed("Résultats remis ce jour               Dr B. ROUVRAY", top=100)]
    order(page_text(words), "traitant.", "sur les coupes", "Résultats remis")


def test_a_blank_line_parts_paragraphs_and_an_exponent_stays_on_its_line() -> None:
    words = [
        *typed("Surface 38 mL/m\nTotal normal"),
        Word(text="2", left=75, top=-2, right=78, bottom=5),
        *typed("CONCLUSION\nBilan normal", top=60),
    ]
    assert page_text(words) == "Surface 38 mL/m2\nTotal normal\n\nCONCLUSION\nBilan normal"


def test_a_word_printed_twice_to_look_bold_is_read_once() -> None:
    (word,) = typed("ALLERGIE")
    shadow = Word(text=word.text, left=word.left + 0.4, top=word.top, right=word.right + 0.4, bottom=word.bottom)
    assert page_text([word, shadow]) == "ALLERGIE"


def grid(widths: list[float], heights: list[float]) -> list[Rule]:
    """The strokes of a table from the corner of the page."""
    xs = [sum(widths[:n]) for n in range(len(widths) + 1)]
    ys = [sum(heights[:n]) for n in range(len(heights) + 1)]
    across = [Rule(left=0, top=y, right=xs[-1], bottom=y) for y in ys]
    return across + [Rule(left=x, top=0, right=x, bottom=ys[-1]) for x in xs]


DRAWN = """
 du 01/12   PARACETAMOL   1 à 2 comprimés   Non
 au 06/12   MYLAN 500     3 fois par jour
            mg, comprimé  pendant 2 jours
 du 03/12   AMOXICILLINE  1 gélule matin    Non
            500 mg        et soir
 du 04/12   OMEPRAZOLE    1 le soir         Oui
"""


def test_a_row_of_a_drawn_table_is_one_line_whatever_its_cells_hold() -> None:
    rules = grid([57.0, 70.0, 90.0, 40.0], [36.0, 24.0, 13.0])
    lines = [" ".join(line.split()) for line in page_text(typed(DRAWN), rules).split("\n")]
    assert lines == [
        "du 01/12 au 06/12 PARACETAMOL MYLAN 500 mg, comprimé 1 à 2 comprimés 3 fois par jour pendant 2 jours Non",
        "du 03/12 AMOXICILLINE 500 mg 1 gélule matin et soir Non",
        "du 04/12 OMEPRAZOLE 1 le soir Oui",
    ]


words = st.builds(
    lambda text, left, top, size: Word(text=text, left=left, top=top, right=left + 5 * len(text), bottom=top + size),
    st.text("abcdefghé12,.", min_size=1, max_size=8),
    st.floats(0, 500),
    st.floats(0, 700),
    st.floats(1, 30),
)
strokes = st.builds(
    lambda left, top, width, height, across: Rule(
        left=left, top=top, right=left + (width if across else 0), bottom=top + (0 if across else height)
    ),
    st.floats(0, 500),
    st.floats(0, 700),
    st.floats(6, 500),
    st.floats(6, 700),
    st.booleans(),
)


@given(st.lists(words, max_size=60), st.lists(strokes, max_size=40))
def test_every_word_of_any_page_is_read_and_none_is_made_up(placed: list[Word], rules: list[Rule]) -> None:
    read = sorted(page_text(placed, rules).replace(" ", "").replace("\n", ""))
    written = sorted("".join(word.text for word in placed))
    doubled = [a for a in placed for b in placed if a is not b and a.text == b.text]
    if not doubled:
        assert read == written


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_page_is_empty(count: int) -> None:
    assert page_text(typed("mot")[:count]) == ("mot" if count else "")
