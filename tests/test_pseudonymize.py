"""A small dossier through pseudonymize and back: who is who, what is hidden, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.identifiers import Detector, build_detector
from summarizer.identifiers.dates import find_dates
from summarizer.identifiers.text import Written
from summarizer.pseudonymize import pseudonymize
from summarizer.restore import (
    PLACEHOLDER,
    PutBack,
    original_span,
    pseudonymized_span,
    put_back,
    restore,
    restore_date,
)
from summarizer.select.passages import passage
from summarizer.values import (
    Document,
    DocumentId,
    Dossier,
    DossierId,
    Identifier,
    Identity,
    Kind,
    Page,
    Passage,
    PseudonymizedDossier,
    PseudonymKey,
    Span,
)

DETECTOR = build_detector()
OLIVE = Identity(
    family_names=("OLIVE", "BLANCHET"),
    given_names=("Rose",),
    birth_date="1957-07-04",
    sex="F",
    ipp="8004512377",
    nir="257077512345612",
)


@dataclass(frozen=True)
class Shift:
    shift_years: int = 0


def document(text: str, number: int = 1, written_on: str | None = None) -> Document:
    return Document(
        id=DocumentId(f"d{number}"),
        file=f"{number:02d}_courrier.txt",
        sha256="0" * 64,
        kind=Kind.LETTER,
        title="",
        text=text,
        pages=(Page(number=1, span=Span(0, len(text))),),
        written_on=written_on,
    )


def run(
    *texts: str, identity: Identity = OLIVE, shift: int = 0, detector: Detector = DETECTOR
) -> tuple[PseudonymizedDossier, PseudonymKey]:
    documents = tuple(document(text, i, "2019-03-12") for i, text in enumerate(texts, 1))
    return run_documents(*documents, identity=identity, shift=shift, detector=detector)


def run_documents(
    *documents: Document,
    identity: Identity = OLIVE,
    shift: int = 0,
    detector: Detector = DETECTOR,
    known: PseudonymKey | None = None,
) -> tuple[PseudonymizedDossier, PseudonymKey]:
    dossier = Dossier(id=DossierId("dossier"), identity=identity, documents=documents)
    return pseudonymize(dossier, detector, settings=Shift(shift), known=known)


def whole(dossier: PseudonymizedDossier, place: int = 0) -> Passage:
    """A passage that is the whole of a document."""
    one = dossier.documents[place]
    return passage(one, Span(0, len(one.text)))


def texts(dossier: PseudonymizedDossier) -> list[str]:
    return [one.text for one in dossier.documents]


LETTER = (
    "Dr Hubert MARÉCHAL\n8 rue Haute, 72000 LE MANS - Tél. 02 61 91 30 14\n\n"
    "Mme Rose OLIVE, née BLANCHET le 4 juillet 1957, est suivie depuis 2012. Sa fille Claire VASSELIN "
    "(06 39 98 12 64) passe le samedi.\nVue par le Dr MARÉCHAL le 12/03/2019.\n"
)


class TestALateDocument:
    """A document that arrives after a summary and comes before the others leaves the names of what was there."""

    @staticmethod
    def added(late: str, *first: str) -> tuple[list[str], list[str]]:
        """The texts without identities before the late document came, and after (the late one first)."""
        documents = [document(text, number) for number, text in enumerate(first, 2)]
        before, key = run_documents(*documents)
        after, _ = run_documents(document(late, 1), *documents, known=key)
        return texts(before), texts(after)

    @pytest.mark.parametrize(
        ("late", "named"),
        [
            ("Vue par le Dr Anselme TROUVILLIER.", "<MEDECIN_2>"),
            ("Son fils Rémi TROUVILLIER vient la voir.", "<PROCHE_2>"),
            ("Domicile : 3 rue Basse, 35000 RENNES.", "<CODE_POSTAL_2>"),
            ("Joignable au 02 61 91 30 15.", "<TELEPHONE_3>"),
            ("IPP 9004512399 (autre dossier).", "<IPP_2>"),
        ],
    )
    def test_whom_or_what_it_names_is_numbered_after_them(self, late: str, named: str) -> None:
        before, after = self.added(late, LETTER)
        assert after[1:] == before
        assert named in after[0]

    @pytest.mark.parametrize("late", ["Adressée par le Dr MARÉCHAL.", "Joignable au 02.61.91.30.14."])
    def test_whom_or_what_was_named_already_has_its_name(self, late: str) -> None:
        before, after = self.added(late, LETTER)
        assert after[1:] == before
        assert "<MEDECIN_1>" in after[0] or "<TELEPHONE_1>" in after[0]

    def test_of_two_people_taken_for_one_the_better_known_keeps_the_name(self) -> None:
        whole, bare = "Vue par le Dr Hubert MARÉCHAL.", "Vue par le Dr MARÉCHAL."
        before, after = self.added("Opérée par le Dr Gilles MARÉCHAL.", whole, whole, bare)
        assert before == ["Vue par le Dr <MEDECIN_1>."] * 3
        # With two of that surname, the bare one may be either: it is a third person.
        assert after[1:3] == before[:2]
        others = [name for text in (after[0], after[3]) for name in PLACEHOLDER.findall(text)]
        assert sorted(others) == ["<MEDECIN_2>", "<MEDECIN_3>"]

    def test_a_name_that_nobody_bears_any_more_is_not_given_to_another(self) -> None:
        before, key = run_documents(document("Vue par le Dr Hubert MARÉCHAL, puis par le Dr Anselme TROUVILLIER.", 1))
        assert texts(before) == ["Vue par le Dr <MEDECIN_1>, puis par le Dr <MEDECIN_2>."]
        after, _ = run_documents(document("Vue par le Dr Paul GRANDMAISON.", 2), known=key)
        assert texts(after) == ["Vue par le Dr <MEDECIN_3>."]


class TestWhoIsWho:
    def test_one_person_is_one_placeholder_across_documents(self) -> None:
        dossier, _ = run(
            LETTER,
            "Patiente : OLIVE Rose\nCourrier au Dr H. MARÉCHAL. Mme OLIVE va bien. Claire Vasselin, sa fille, prévenue.",
        )
        first, second = texts(dossier)
        assert first.startswith("Dr <MEDECIN_1>\n")
        assert "Mme <PATIENT>, née <PATIENT> le <DATE_NAISSANCE>" in first
        assert "Vue par le Dr <MEDECIN_1> le 12/03/2019" in first
        assert (
            second
            == "Patiente : <PATIENT>\nCourrier au Dr <MEDECIN_1>. Mme <PATIENT> va bien. <PROCHE_1>, sa fille, prévenue."
        )

    @pytest.mark.parametrize(
        ("text", "distinct"),
        [
            # Two doctors of one name: the bare name is neither.
            ("Dr Paul MARTIGNAC. Dr Anne MARTIGNAC. Vu par le Dr MARTIGNAC.", 3),
            ("Dr Paul MARTIGNAC. Vu par le Dr MARTIGNAC, puis par P. MARTIGNAC.", 1),
            ("Dr MARTIGNAC. M. MARTIGNAC est venu.", 2),
            ("Dr Paul MARTIGNAC et Dr P. MARTIGNAC", 1),
            ("Dr Paul MARTIGNAC et Dr A. MARTIGNAC", 2),
            ("Signé : Dr Luc BERTHELOT. Dr Luc BERTHELET.", 2),
        ],
    )
    def test_two_people_are_never_merged(self, text: str, distinct: int) -> None:
        dossier, _ = run(text)
        assert len(set(PLACEHOLDER.findall(texts(dossier)[0]))) == distinct

    def test_the_husband_is_not_the_patient(self) -> None:
        dossier, _ = run("Mme OLIVE vient avec M. OLIVE. Sa sœur Jeanne BLANCHET est diabétique.")
        (text,) = texts(dossier)
        assert text.startswith("Mme <PATIENT> vient avec M. <P")
        assert text.count("<PATIENT>") == 1
        assert "Sa sœur <PROCHE_" in text

    @pytest.mark.parametrize(
        "text",
        [
            "Tél. 02 61 91 30 14 ou 02 61 91 30 15",
            "né le 04/07/1958, sa sœur née le 04/07/1959",
            "IPP 8004512378 puis IPP 8004512379",
        ],
    )
    def test_things_that_differ_by_one_character_stay_apart(self, text: str) -> None:
        dossier, _ = run(text, identity=Identity())
        found = PLACEHOLDER.findall(texts(dossier)[0])
        assert len(found) == 2 == len(set(found))

    def test_the_same_telephone_in_two_forms_is_one(self) -> None:
        dossier, _ = run("Tél. 02 61 91 30 14, ou +33 2 61 91 30 14")
        found = PLACEHOLDER.findall(texts(dossier)[0])
        assert found == ["<TELEPHONE_1>", "<TELEPHONE_1>"]


class TestForeignDocuments:
    OTHER = "Mme LAURIER Denise née MERCIER\nDDN 12/11/1934   F\nNIR 2 34 11 72 321 654 08\nKaliémie 6,4 mmol/L"

    def test_a_misfiled_report_is_said_to_be(self) -> None:
        dossier, _ = run(LETTER, self.OTHER)
        mine, other = dossier.documents
        assert mine.foreign is None
        assert other.foreign == "identité différente de celle du dossier (date de naissance et NIR)"
        assert "<PATIENT>" not in other.text

    @pytest.mark.parametrize(
        "text",
        [
            "Mme OLIVE Rose, DDN 04/07/1957",
            "Mme BLANCHET Rose, née le 04/07/1957",
            "Mme OLIVE Rose, DDN 04/07/1967, NIR 2 57 07 75 123 456 12",
            "Mme OLIVE Rose, DDN 07/04/1957",
            "Mme DURANTON Rose, née le 04/07/1957",
            "Sa fille Claire VASSELIN, née le 12/11/1984, l'accompagne.",
            "Adressée par le Dr MERCIER. Bilan normal.",
        ],
    )
    def test_relatives_married_names_and_typos_do_not_set_aside(self, text: str) -> None:
        dossier, _ = run(text)
        assert dossier.documents[0].foreign is None


class TestFailsClosed:
    def test_an_endless_line_stops_that_document_alone(self) -> None:
        dossier, key = run(LETTER, "x" * 30_000)
        assert [one.id for one in dossier.documents] == ["d1"]
        assert dossier.refused == (("d2", "pseudonymisation impossible (détecteur en échec) : document écarté"),)
        assert set(key.replacements) == {"d1"} == set(key.files)

    def test_a_tagger_that_crashes_stops_that_document_alone(self) -> None:
        class Crashing:
            card = None

            def tag(self, texts: Sequence[str]) -> tuple[tuple[Identifier, ...], ...]:
                if any("piège" in text for text in texts):
                    raise RuntimeError("boom")
                return ((),) * len(texts)

            def is_word(self, folded: str) -> bool:
                return False

            def name_level(self, folded: str) -> int:
                return 0

        dossier, _ = run(LETTER, "Le piège.", detector=build_detector(Crashing()))  # type: ignore[arg-type]
        assert [one.id for one in dossier.documents] == ["d1"]
        assert len(dossier.refused) == 1

    def test_no_reason_and_no_repr_holds_text_of_the_record(self) -> None:
        dossier, key = run(LETTER)
        for shown in (repr(dossier), repr(key), repr(dossier.documents[0]), repr(key.replacements)):
            assert "OLIVE" not in shown
            assert "MARÉCHAL" not in shown


class TestTheWayBack:
    def test_exactly_what_went_in(self) -> None:
        dossier, key = run(LETTER, "Vu <PATIENT> et <MEDECIN_1> dans le logiciel. Mme OLIVE va bien.")
        originals = [LETTER, "Vu <PATIENT> et <MEDECIN_1> dans le logiciel. Mme OLIVE va bien."]
        assert [restore(one, key) for one in dossier.documents] == originals

    def test_a_literal_placeholder_is_not_taken_for_the_patient(self) -> None:
        dossier, key = run("Champ <PATIENT> vide. Mme OLIVE va bien.")
        text = texts(dossier)[0]
        assert text == "Champ <TEXTE_1> vide. Mme <PATIENT> va bien."
        assert put_back("Champ <TEXTE_1>, Mme <PATIENT>", key, [whole(dossier)]).text == "Champ <PATIENT>, Mme OLIVE"

    def test_a_sentence_takes_the_surfaces_of_the_cited_passages(self) -> None:
        dossier, key = run("Patiente : Rose OLIVE\nVue par Dr Hubert MARÉCHAL.", "Mme OLIVE. Vue par Dr MARÉCHAL.")
        first, second = whole(dossier), whole(dossier, 1)
        written = "<PATIENT> est suivie par <MEDECIN_1>."
        assert put_back(written, key, [second]).text == "OLIVE est suivie par MARÉCHAL."
        assert put_back(written, key, [first]).text == "Rose OLIVE est suivie par Hubert MARÉCHAL."
        assert put_back(written, key, [second, first]).text == "OLIVE est suivie par MARÉCHAL."

    @pytest.mark.parametrize("broken", ["MEDECIN_1", "<MEDECIN_1", "MEDECIN_1>", "<medecin_1>", "medecin_1"])
    def test_a_placeholder_that_lost_its_brackets_is_put_back(self, broken: str) -> None:
        dossier, key = run("Mme OLIVE. Vue par Dr MARÉCHAL.")
        assert put_back(f"Vue par {broken}.", key, [whole(dossier)]) == PutBack(text="Vue par MARÉCHAL.", exact=True)

    @pytest.mark.parametrize(
        "unknown", ["<MEDECIN_9>", "PERSONNE_24", "<VILLE_1", "<Médecin>", "CODE_POSTAL", "PATIENTE>"]
    )
    def test_what_the_passages_do_not_name_is_never_guessed(self, unknown: str) -> None:
        dossier, key = run(
            "Vue par Dr MARÉCHAL.", "Mme OLIVE, vue par Dr Paul ALLAIN et Dr Hubert MARÉCHAL à <VILLE_1>."
        )
        assert put_back(f"Vue par {unknown}.", key, [whole(dossier)]) == PutBack(text="Vue par […].", exact=False)

    @pytest.mark.parametrize("text", ["Dose < 5 mg, TSH>4 et K+ <3.", "Le <truc> et le TNM_2 du logiciel."])
    def test_what_a_person_wrote_stays(self, text: str) -> None:
        dossier, key = run(f"{text} Mme OLIVE.")
        assert put_back(text, key, [whole(dossier)]) == PutBack(text=text, exact=True)

    def test_a_span_that_cuts_a_placeholder_widens_to_it(self) -> None:
        dossier, key = run("Mme Rose OLIVE va bien.")
        (one,) = dossier.documents
        replacements = key.replacements[one.id]
        at = one.text.index("<PATIENT>")
        assert (
            original_span(Span(at + 3, len(one.text)), replacements).of("Mme Rose OLIVE va bien.")
            == "Rose OLIVE va bien."
        )
        assert original_span(Span(0, at + 3), replacements).of("Mme Rose OLIVE va bien.") == "Mme Rose OLIVE"
        assert pseudonymized_span(Span(6, 10), replacements).of(one.text) == "<PATIENT>"

    def test_pages_follow(self) -> None:
        text = "Mme Rose OLIVE\fDr Hubert MARÉCHAL"
        one = replace(
            document(text), pages=(Page(number=1, span=Span(0, 15)), Page(number=2, span=Span(15, len(text))))
        )
        dossier, _ = pseudonymize(
            Dossier(id=DossierId("x"), identity=OLIVE, documents=(one,)), DETECTOR, settings=Shift()
        )
        (out,) = dossier.documents
        assert [page.span.of(out.text) for page in out.pages] == ["Mme <PATIENT>\f", "Dr <MEDECIN_1>"]

    def test_the_file_name_and_the_author_stay_behind(self) -> None:
        dossier, key = run(LETTER)
        assert not hasattr(dossier.documents[0], "file")
        assert key.files == {"d1": "01_courrier.txt"}


class TestShiftedDates:
    TEXT = (
        "Vue le 12/03/2019, opérée en mai 2018 (et en 2003), revue le 3 avril. Née le 04/07/1957. Créatinine 2000 mg."
    )

    def test_only_years_move_and_the_birth_date_is_hidden(self) -> None:
        dossier, key = run(self.TEXT, shift=-3)
        (one,) = dossier.documents
        assert one.text.startswith(
            "Vue le 12/03/2016, opérée en mai 2015 (et en 2000), revue le 3 avril. Née le <DATE_NAISSANCE>."
        )
        assert one.text.endswith("Créatinine 2000 mg.")
        assert one.written_on == "2016-03-12"
        assert restore(one, key) == self.TEXT
        assert restore_date("2016-03-12", key) == "2019-03-12"

    @pytest.mark.parametrize(
        ("written", "back"),
        [
            ("Vue le 12 mars 2016.", "Vue le 12 mars 2019."),
            ("Vue en mars 2016.", "Vue en mars 2019."),
            ("Opérée en 2015.", "Opérée en 2018."),
            ("Opérée en 05/2015 ou 2015-05-01.", "Opérée en 05/2018 ou 2018-05-01."),
            # No cited document holds a date of that year: it was never shifted.
            ("Vaccinée en 2011.", "Vaccinée en 2011."),
        ],
    )
    def test_a_written_date_comes_back_in_its_form(self, written: str, back: str) -> None:
        dossier, key = run(self.TEXT, shift=-3)
        assert put_back(written, key, [whole(dossier)]).text == back

    def test_a_day_that_would_not_exist_is_hidden(self) -> None:
        dossier, key = run("Vue le 29/02/2020.", shift=-3)
        assert texts(dossier) == ["Vue le <DATE_1>."]
        assert put_back("Vue le <DATE_1>.", key, [whole(dossier)]).text == "Vue le 29/02/2020."


WORDS = st.sampled_from(
    [
        "Mme",
        "M.",
        "Dr",
        "Rose",
        "OLIVE",
        "olive",
        "Blanchet",
        "MARÉCHAL",
        "Hubert",
        "née",
        "né",
        "le",
        "04/07/1957",
        "4",
        "juillet",
        "12/03/2019",
        "en",
        "2018",
        "IPP",
        "8004512377",
        "NIR",
        "2",
        "57",
        "07",
        "75\n",
        "",
        "",
        "",
        "123",
        "456",
        "12",
        "tél",
        "0199001234",
        "rue",
        "Haute",
        "72000",
        "Le",
        "Mans",
        "<PATIENT>",
        "<MEDECIN_1>",
        "<",
        ">",
        "sa",
        "fille",
        "Claire",
        "(",
        ")",
        ",",
        ".",
        ":",
        "-",
        "\n",
        "\t",
        "œdème",
        "É",
        "😀",
        "à",
        "Bichat",
        "CHU\n",
        "",
        "",
        "",
        "de",
        "Lille",
        "29/02/2020",
        "un",
        "deux",
        "mille",
        "dix",
    ]
)


class TestProperties:
    @settings(max_examples=150, deadline=None)
    @given(words=st.lists(WORDS, max_size=40), shift=st.sampled_from([0, 0, -3, 4]))
    def test_any_text_of_french_pieces_comes_back(self, words: list[str], shift: int) -> None:
        text = " ".join(words)
        dossier, key = run(text, shift=shift)
        for one in dossier.documents:
            assert restore(one, key) == text
            assert all(
                r.surface == r.original.of(text) and r.pseudonym == r.replaced.of(one.text)
                for r in key.replacements[one.id]
            )

    @settings(max_examples=100, deadline=None)
    @given(text=st.text(max_size=200))
    def test_any_text_at_all_comes_back(self, text: str) -> None:
        dossier, key = run(text)
        for one in dossier.documents:
            assert restore(one, key) == text

    @settings(max_examples=60, deadline=None)
    @given(words=st.lists(WORDS, max_size=30), cut=st.tuples(st.integers(0, 300), st.integers(0, 300)))
    def test_spans_go_there_and_back_without_shrinking(self, words: list[str], cut: tuple[int, int]) -> None:
        text = " ".join(words)
        dossier, key = run(text)
        for one in dossier.documents:
            start, end = sorted(min(c, len(one.text)) for c in cut)
            there = original_span(Span(start, end), key.replacements[one.id])
            back = pseudonymized_span(there, key.replacements[one.id])
            assert back.start <= start
            assert end <= back.end

    @settings(max_examples=60, deadline=None)
    @given(words=st.lists(WORDS, min_size=1, max_size=30))
    def test_no_known_identifier_is_left(self, words: list[str]) -> None:
        dossier, _ = run(" ".join(words))
        for one in dossier.documents:
            bare = PLACEHOLDER.sub("", one.text)
            assert "8004512377" not in bare
            assert "OLIVE" not in bare
            assert not any(date.is_day("1957-07-04") for date in find_dates(Written.of(bare)) if date.day)
