"""Putting together what several sources say of one patient.

It knows when two identities can be the same person's; it refuses to decide who is right. What a document says against
the others stays in that document's own identity, for a later stage to see.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.values import Identity

_LISTS = (
    "family_names",
    "given_names",
    "addresses",
    "cities",
    "zip_codes",
    "phones",
    "emails",
    "other_ids",
    "others",
)


def fold(name: str) -> str:
    """A name without case, accents or separators, for comparing."""
    bare = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe"))
    return "".join(character for character in bare if character.isalnum())


def merge(first: Identity, second: Identity) -> Identity:
    """`first` completed by `second`. A second IPP or NIR is kept among the other identifiers."""
    lists = {name: _union(getattr(first, name), getattr(second, name)) for name in _LISTS}
    spare = [
        theirs
        for ours, theirs in ((first.ipp, second.ipp), (first.nir, second.nir))
        if ours and theirs and ours != theirs and not ours.startswith(theirs) and not theirs.startswith(ours)
    ]
    lists["other_ids"] = _union(lists["other_ids"], spare)
    return Identity(
        birth_date=first.birth_date or second.birth_date,
        sex=first.sex or second.sex,
        ipp=first.ipp or second.ipp,
        nir=first.nir or second.nir,
        **lists,
    )


def _union(first: Sequence[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *(item for item in second if item))))


def agree(first: Identity, second: Identity) -> bool:
    """Whether nothing known of both tells two persons apart: birth date, NIR, family names."""
    if first.birth_date and second.birth_date and first.birth_date != second.birth_date:
        return False
    if first.nir and second.nir and first.nir[:13] != second.nir[:13]:
        return False
    ours, theirs = ({fold(name) for name in one.family_names} for one in (first, second))
    return not ours or not theirs or bool(ours & theirs)


def common_identity(said: Identity, documents: Sequence[Identity]) -> Identity:
    """The patient of a dossier: what its manifest says, completed by the documents that agree with it.

    Without a manifest, the birth date and the family name that most documents give decide who the patient is.
    """
    known = said if said.birth_date or said.family_names else merge(said, _most_said(documents))
    merged = known
    for identity in documents:
        if agree(known, identity):
            merged = merge(merged, identity)
    return merged


def _most_said(documents: Sequence[Identity]) -> Identity:
    births = Counter(each.birth_date for each in documents if each.birth_date)
    birth = births.most_common(1)[0][0] if births else None
    same = [each for each in documents if birth is None or each.birth_date == birth]
    names = Counter(name for each in same for name in dict.fromkeys(map(fold, each.family_names)))
    name = names.most_common(1)[0][0] if names else None
    return next(
        (each for each in same if name is None or name in map(fold, each.family_names)),
        Identity(),
    )
