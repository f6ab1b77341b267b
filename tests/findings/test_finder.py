"""What holds of every finding, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.findings import Finder, describe
from summarizer.sentences import split
from summarizer.values import Confidentiality, DocumentId, Kind, Page, PseudonymizedDocument, Span

_FINDER = Finder()
_PIECES = st.sampled_from(
    ["Pas de ", "fièvre", ", ", "LEVOTHYROX 75 µg", " -> ", "88", " µg", "\n", "    ", "Créatinine", "134", "(", ")", "allergie à la ",
     "pénicilline", "sa mère", " ?", "arrêté", "le 12/03", "45-84", "<PATIENT>", ":", "-", "écartée", "K 5,8", "œ", "İ", "·", "\t", "1/2 cp", "²"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join) | st.text(max_size=80))
def test_a_finding_lies_in_its_sentence(text: str) -> None:
    (found,) = _FINDER.find_in([text], "2024-06-15")
    for finding in found:
        assert finding.sentence.contains(finding.span)
        assert finding.text == finding.text.strip()
        assert text[finding.span.start :].startswith(finding.text)
        assert not (finding.negated and finding.hypothetical)
        assert describe(finding)["label"] == finding.label


def test_one_document_at_a_time_or_many_is_the_same() -> None:
    texts = ["Pas de fièvre.", "Mère : cancer du sein.\nTraitement : ELIQUIS 5 mg x 2"]
    documents = [
        PseudonymizedDocument(
            id=DocumentId(str(number)),
            kind=Kind.CRH,
            text=text,
            pages=(Page(number=1, span=Span(0, len(text))),),
            written_on="2024-06-15",
            author_role=None,
            confidentiality=Confidentiality.NORMAL,
        )
        for number, text in enumerate(texts)
    ]
    sentences = {d.id: split(d.id, d.text) for d in documents}
    alone = [f for one in _FINDER.find_in(texts, "2024-06-15") for f in one]
    assert list(_FINDER.find(documents, sentences)) == alone


def test_a_repr_holds_no_text() -> None:
    (found,) = _FINDER.find_in(["Allergie à la pénicilline."])
    assert "pénicilline" not in repr(found)
