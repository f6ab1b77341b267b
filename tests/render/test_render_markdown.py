"""Markdown: every footnote resolves, and no text of a document becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from summary_builder import dossier, summary

from summarizer.render.citations import number
from summarizer.render.markdown import escaped, render

TEXT = render(summary(), dossier()).decode()


def test_every_footnote_is_used_and_defined_once() -> None:
    defined = re.findall(r"^\[\^(\d+)\]:", TEXT, re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", TEXT))
    assert defined == [str(n) for n in range(1, len(number(summary()).citations) + 1)]
    assert used == set(defined)


def test_a_footnote_says_where_and_quotes() -> None:
    assert re.search(
        r"^\[\^\d+\]: 04\\_crh\\_2022-03-11\.pdf, page 2, compte rendu d'hospitalisation, 11/03/2022\W+« furosémide 80 mg",
        TEXT.replace("\u00a0", " "),
        re.MULTILINE,
    )


def test_statements_say_their_status_and_quotations_are_quoted() -> None:
    flat = TEXT.replace("\u00a0", " ")
    assert "- Spironolactone. (arrêté) [^" in flat
    assert "- « Éviter les AINS (insuffisance rénale, apixaban). » [^" in flat
    assert "*Non renseigné dans le dossier (8 documents lus)*" in flat
    assert "**non lu** : document protégé par un mot de passe" in flat


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[clic](http://a.fr)", r"\[clic\](http\://a.fr)"),
        ("<script>", r"\<script>"),
        ("![x](y)", r"!\[x\](y)"),
        ("**fort** _ici_", r"\*\*fort\*\* \_ici\_"),
        ("# titre", r"\# titre"),
        ("- puce", r"\- puce"),
        ("12. rang", r"12\. rang"),
        ("12,5 mg", "12,5 mg"),
        ("> 60", r"\> 60"),
        ("a\n\n# b", "a # b"),
        ("www.a.fr, x@a.fr", r"www\.a.fr, x\@a.fr"),
        ("`code` &amp; ~~x~~", r"\`code\` \&amp; \~\~x\~\~"),
    ],
)
def test_a_document_cannot_write_markup(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_warning_stays_on_its_line() -> None:
    spoiled = render(replace(summary(), warnings=("un\n\n# Titre <b>",)), dossier()).decode()
    assert r"un # Titre \<b>" in spoiled
    assert "\n# Titre" not in spoiled
