"""E-mail addresses and web sites. Knows their shapes, broken by spaces or lacking their last part as documents have them."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

_EMAIL = compiled(
    r"(?<![\w.+-])[\w][\w.+'-]{0,63}\s?(?:@|\(at\)|\[at\]|\barobase\b)\s?[\w-]+(?:[ ]?\.[ ]?[a-z]{2,12}(?![\w])|\.[\w-]+)*"
)
_URL = compiled(
    r"(?<![\w@.])(?:https?://[^\s<>()\"]+|www\.[^\s<>()\",;]+|[a-z0-9][a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.(?:fr|com|org|net|eu|care|paris|bzh|re)(?:/[^\s<>(),;]*)?)(?<![.,;:])"
)

# Sites of national bodies single out nobody; AP-HP is 38 hospitals and half of Île-de-France.
_NATIONAL = (
    "aphp.fr", "gouv.fr", "sante.fr", "ameli.fr", "has-sante.fr", "service-public.fr", "cnil.fr", "vidal.fr",
    "monespacesante.fr", "mesvaccins.net", "doctolib.fr", "afssaps.fr", "santepubliquefrance.fr", "lecrat.fr",
)  # fmt: skip


def contacts(written: Written) -> Iterator[Identifier]:
    emails = []
    for match in matches(_EMAIL, written.folded):
        local, _, domain = match.group().partition("@")
        # "cont@ct" is a word; "abc.de@fr" lacks its domain but is an address.
        if "." in domain or any(c in local for c in "._0123456789") or len(domain.strip()) > 6:
            emails.append(Span(*match.span()))
            yield Identifier(span=emails[-1], label=Label.EMAIL, score=0.95, found_by="email")
    for match in matches(_URL, written.folded):
        span = Span(*match.span())
        host = match.group().split("//")[-1].split("/")[0]
        if not any(span.overlaps(email) for email in emails) and not host.endswith(_NATIONAL):
            yield Identifier(span=span, label=Label.URL, score=0.8, found_by="url")
