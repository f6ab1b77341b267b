"""Dossiers, their documents, summaries, reviews and questions, kept sealed; erased with their key.

It knows rows and seals; it refuses to know how a summary is made or who may ask for it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from summarizer.errors import KeyUnreadable
from summarizer.ingest.manifest import ManifestDocument, ManifestPatient
from summarizer.store import tables as t
from summarizer.store.access import CARED_FOR, Access
from summarizer.store.audit import AuditTrail
from summarizer.store.codec import from_bytes, to_bytes
from summarizer.store.database import Database, now
from summarizer.store.jobs import Jobs
from summarizer.store.kept import Contents, Entry, Kept, Part, put_together, taken_apart
from summarizer.store.memory import Memory
from summarizer.store.sealing import DataKey, new_key, opened
from summarizer.values import Confidentiality, DocumentId, Dossier, PseudonymKey, VerifiedStatement
from summarizer.vault import KeyWrapper

SERVICE = "service"
_BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    id: str
    created_at: str
    created_by: str
    revision: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StoredDocument:
    """A document as received. `said` is what the sender says of it, in the shape of dossier.json."""

    id: DocumentId
    mark: str
    revision: int
    size: int
    received_at: str
    received_by: str
    said: ManifestDocument
    media_type: str

    def __repr__(self) -> str:
        return f"StoredDocument({self.id}, {self.size} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """The statements that answer a question, and what puts identities back in them."""

    statements: tuple[VerifiedStatement, ...]
    dossier: Dossier
    key: PseudonymKey

    def __repr__(self) -> str:
        return f"Answer({len(self.statements)} statements)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Asked:
    question: str
    asked_by: str
    answer: Answer | None

    def __repr__(self) -> str:
        return f"Asked({self.answer!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    id: str
    dossier_id: str
    input: str
    revision: int
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Review:
    statement_id: str
    decision: str
    made_at: str
    made_by: str
    text: str | None

    def __repr__(self) -> str:
        return f"Review({self.statement_id}, {self.decision})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    signed_at: str
    signed_by: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A summary and what clinicians did to it. `reviewed`: the number of the last review, 0 when there is none."""

    row: SummaryRow
    reviewed: int
    signature: Signature | None


class Store:
    """The database, opened with the master key."""

    def __init__(self, database: Database, wrapper: KeyWrapper) -> None:
        self.database = database
        self._wrapper = wrapper
        self.service_key = self._service_key()
        self.audit = AuditTrail(database, self.service_key)
        self.jobs = Jobs(database)
        self.access = Access(database)

    def __repr__(self) -> str:
        return f"Store({self.database!r})"

    def close(self) -> None:
        self.database.close()

    # --- keys ---------------------------------------------------------------------------------------------------

    def _service_key(self) -> DataKey:
        key, wrapped = new_key(SERVICE, self._wrapper)
        try:
            with self.database.writing() as connection:
                found = connection.execute(sa.select(t.keys.c.wrapped).where(t.keys.c.owner == SERVICE)).scalar()
                if found is None:
                    connection.execute(t.keys.insert().values(owner=SERVICE, wrapped=wrapped))
                    return key
        except IntegrityError:
            return self._service_key()
        return opened(SERVICE, found, self._wrapper)

    def key_of(self, dossier_id: str) -> DataKey:
        """Raises KeyUnreadable when the dossier does not exist, or was erased."""
        with self.database.reading() as connection:
            wrapped = connection.execute(_KEY, {"owner": dossier_id}).scalar()
        if wrapped is None:
            raise KeyUnreadable("There is no such dossier, or it was erased.")
        return opened(dossier_id, wrapped, self._wrapper)

    def memory(self, dossier_id: str) -> Memory:
        return Memory(self.database, self.key_of(dossier_id))

    # --- dossiers -----------------------------------------------------------------------------------------------

    def create_dossier(
        self, connection: sa.Connection, patient: ManifestPatient, *, by: str, dossier_id: str | None = None
    ) -> str:
        """A new dossier, in the caller's transaction. Its id tells nothing and cannot be guessed: random, or given."""
        dossier_id = dossier_id or "p" + secrets.token_hex(16)
        key, wrapped = new_key(dossier_id, self._wrapper)
        connection.execute(t.keys.insert().values(owner=dossier_id, wrapped=wrapped))
        connection.execute(
            t.dossiers.insert().values(
                id=dossier_id,
                created_at=now(),
                created_by=by,
                revision=0,
                sealed_patient=key.seal("dossiers.patient", patient.model_dump_json().encode()),
            )
        )
        return dossier_id

    def dossier(self, dossier_id: str) -> DossierRow | None:
        with self.database.reading() as connection:
            row = connection.execute(_DOSSIER, {"id": dossier_id}).first()
        return DossierRow(**row._mapping) if row is not None else None

    def admission(self, dossier_id: str, subject: str) -> tuple[DossierRow, bool] | None:
        """The dossier, and whether the subject takes care of it now."""
        asked = {"id": dossier_id, "dossier": dossier_id, "subject": subject, "moment": now()}
        with self.database.reading() as connection:
            row = connection.execute(_ADMISSION, asked).first()
        if row is None:
            return None
        said = dict(row._mapping)
        cared_for = bool(said.pop("cared_for"))
        return DossierRow(**said), cared_for

    def dossier_named(self, *names: str) -> str:
        """The id of the dossier that goes by these names elsewhere: always the same, and tells nothing of them."""
        return "p" + self.service_key.mark("dossier-named", *names)[:32]

    def all_dossiers(self, *, changed_since: str | None = None) -> tuple[str, ...]:
        """The ids of all dossiers, or of those that received something since a moment (ISO 8601), by id."""
        query = sa.select(t.dossiers.c.id).order_by(t.dossiers.c.id)
        if changed_since is not None:
            received = sa.select(t.documents.c.dossier_id).where(t.documents.c.received_at >= changed_since)
            query = query.where(t.dossiers.c.id.in_(received))
        with self.database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def dossiers_of(self, subject: str, *, after: str = "", limit: int = 50) -> tuple[DossierRow, ...]:
        """Those the subject takes care of, by id."""
        mine = sa.select(t.care.c.dossier_id).where(
            t.care.c.subject == subject, sa.or_(t.care.c.until.is_(None), t.care.c.until > now())
        )
        query = _dossiers().where(t.dossiers.c.id.in_(mine), t.dossiers.c.id > after)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(t.dossiers.c.id).limit(limit)).all()
        return tuple(DossierRow(**row._mapping) for row in rows)

    def patient(self, dossier_id: str) -> ManifestPatient:
        key = self.key_of(dossier_id)
        with self.database.reading() as connection:
            sealed = connection.execute(
                sa.select(t.dossiers.c.sealed_patient).where(t.dossiers.c.id == dossier_id)
            ).scalar_one()
        return ManifestPatient.model_validate_json(key.open("dossiers.patient", sealed))

    def erase(self, connection: sa.Connection, dossier_id: str) -> bool:
        """Erases the key, then all it sealed, in the caller's transaction. The audit trail stays."""
        connection.execute(t.keys.delete().where(t.keys.c.owner == dossier_id))
        connection.execute(
            t.jobs.update()
            .where(t.jobs.c.dossier_id == dossier_id, t.jobs.c.state.in_(("queued", "running")))
            .values(state="failed", reason="dossier-erased", single=None, updated_at=now())
        )
        return connection.execute(t.dossiers.delete().where(t.dossiers.c.id == dossier_id)).rowcount > 0

    # --- documents ----------------------------------------------------------------------------------------------

    def add_document(
        self,
        connection: sa.Connection,
        key: DataKey,
        document_id: DocumentId,
        content: bytes,
        said: ManifestDocument,
        *,
        media_type: str,
        by: str,
    ) -> bool:
        """Keeps a document; False when the dossier holds these bytes already, or was erased."""
        dossier_id = key.owner
        known = sa.select(t.documents.c.id).where(
            t.documents.c.dossier_id == dossier_id,
            sa.or_(t.documents.c.mark == key.mark(content), t.documents.c.id == document_id),
        )
        # The revision is raised first: two uploads into one dossier then wait for each other.
        raised = connection.execute(
            t.dossiers.update()
            .where(t.dossiers.c.id == dossier_id, ~sa.exists(known))
            .values(revision=t.dossiers.c.revision + 1)
        )
        if raised.rowcount == 0:
            return False
        revision = connection.execute(
            sa.select(t.dossiers.c.revision).where(t.dossiers.c.id == dossier_id)
        ).scalar_one()
        about = {"said": said.model_dump(mode="json"), "media_type": media_type}
        connection.execute(
            t.documents.insert().values(
                dossier_id=dossier_id,
                id=document_id,
                mark=key.mark(content),
                revision=revision,
                size=len(content),
                received_at=now(),
                received_by=by,
                sealed_about=key.seal(f"documents.about:{document_id}", json.dumps(about).encode()),
                sealed_content=key.seal(f"documents.content:{document_id}", content),
            )
        )
        return True

    def documents(self, dossier_id: str, *, revision: int | None = None) -> tuple[StoredDocument, ...]:
        """Documents in order of arrival, as they were at that revision."""
        key = self.key_of(dossier_id)
        columns = [column for column in t.documents.c if column.name != "sealed_content"]
        query = sa.select(*columns).where(t.documents.c.dossier_id == dossier_id).order_by(t.documents.c.revision)
        if revision is not None:
            query = query.where(t.documents.c.revision <= revision)
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(_document(row, key) for row in rows)

    def document(self, dossier_id: str, document_id: str) -> StoredDocument:
        """Raises KeyUnreadable when there is no such document."""
        key = self.key_of(dossier_id)
        columns = [column for column in t.documents.c if column.name != "sealed_content"]
        query = sa.select(*columns).where(t.documents.c.dossier_id == dossier_id, t.documents.c.id == document_id)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise KeyUnreadable("There is no such document.")
        return _document(row, key)

    def content(self, dossier_id: str, document_id: str) -> bytes:
        """The bytes as received. Raises KeyUnreadable when there is no such document."""
        key = self.key_of(dossier_id)
        with self.database.reading() as connection:
            sealed = connection.execute(
                sa.select(t.documents.c.sealed_content).where(
                    t.documents.c.dossier_id == dossier_id, t.documents.c.id == document_id
                )
            ).scalar()
        if sealed is None:
            raise KeyUnreadable("There is no such document.")
        return key.open(f"documents.content:{document_id}", sealed)

    # --- summaries ----------------------------------------------------------------------------------------------

    def keep_summary(self, dossier_id: str, input_mark: str, revision: int, kept: Kept) -> str:
        """The id of the summary of that input: the one kept before, when there is one."""
        key = self.key_of(dossier_id)
        found = self.summary_of(dossier_id, input_mark)
        if found is not None:
            return found.id
        summary_id = "s" + key.mark("summary", input_mark)[:24]
        values = {"id": summary_id, "dossier_id": dossier_id, "input": input_mark, "revision": revision}
        rest, parts = taken_apart(kept)
        marked = [(part, content, key.mark("part", content)) for part in parts for content in [to_bytes(part)]]
        contents = Contents(
            entries=tuple(
                Entry(document_id=part.document.id, confidentiality=part.document.confidentiality, mark=mark)
                for part, _, mark in marked
            )
        )
        known = self._parts_known(dossier_id)
        new = {mark: content for _, content, mark in marked if mark not in known}
        rows = [
            {"dossier_id": dossier_id, "mark": mark, "sealed": key.seal(f"parts:{mark}", content)}
            for mark, content in new.items()
        ]
        try:
            with self.database.writing() as connection:
                if rows:
                    connection.execute(self.database.insert_new(t.parts), rows)
                connection.execute(
                    t.summaries.insert().values(
                        **values,
                        made_at=now(),
                        sealed=key.seal(f"summaries:{summary_id}", to_bytes(rest)),
                        sealed_contents=key.seal(f"summaries.contents:{summary_id}", to_bytes(contents)),
                    )
                )
        except IntegrityError as error:
            # Another worker kept it first, or the dossier was erased meanwhile.
            if self.summary_of(dossier_id, input_mark) is None:
                raise KeyUnreadable("The dossier was erased.") from error
        return summary_id

    def summary_of(self, dossier_id: str, input_mark: str) -> SummaryRow | None:
        return self._summary(_SUMMARY_OF_INPUT, {"dossier": dossier_id, "input": input_mark})

    def summary_row(self, dossier_id: str, summary_id: str) -> SummaryRow | None:
        return self._summary(_SUMMARY_OF_ID, {"dossier": dossier_id, "id": summary_id})

    def standing(self, dossier_id: str, summary_id: str | None = None) -> Standing | None:
        """A summary, by default the latest, and what clinicians did to it."""
        with self.database.reading() as connection:
            if summary_id is None:
                found = connection.execute(_STANDING, {"dossier": dossier_id}).first()
            else:
                found = connection.execute(_STANDING_OF_ID, {"dossier": dossier_id, "id": summary_id}).first()
        if found is None:
            return None
        return Standing(
            row=SummaryRow(
                id=found.id,
                dossier_id=found.dossier_id,
                input=found.input,
                revision=found.revision,
                made_at=found.made_at,
            ),
            reviewed=found.reviewed or 0,
            signature=Signature(signed_at=found.signed_at, signed_by=found.signed_by, fingerprint=found.fingerprint)
            if found.signed_at is not None
            else None,
        )

    def latest_summary(self, dossier_id: str) -> SummaryRow | None:
        return self._summary(_LATEST_SUMMARY, {"dossier": dossier_id})

    def summary_before(self, dossier_id: str, moment: str) -> SummaryRow | None:
        """The last summary made before a moment (ISO 8601)."""
        return self._summary(_SUMMARY_BEFORE, {"dossier": dossier_id, "moment": moment})

    def _summary(self, query: sa.Select[Any], asked: dict[str, str]) -> SummaryRow | None:
        with self.database.reading() as connection:
            row = connection.execute(query, asked).first()
        return SummaryRow(**row._mapping) if row is not None else None

    def kept(self, row: SummaryRow) -> Kept:
        key = self.key_of(row.dossier_id)
        with self.database.reading() as connection:
            sealed = connection.execute(sa.select(t.summaries.c.sealed).where(t.summaries.c.id == row.id)).scalar_one()
        rest = from_bytes(Kept, key.open(f"summaries:{row.id}", sealed))
        contents = self._contents(row, key)
        if contents is None:
            return rest
        parts = self._parts(key, [entry.mark for entry in contents.entries])
        return put_together(rest, (parts[entry.mark] for entry in contents.entries))

    def part(self, row: SummaryRow, document_id: str) -> Part | None:
        """One document of a summary, found without the others."""
        key = self.key_of(row.dossier_id)
        contents = self._contents(row, key)
        if contents is None:
            _, parts = taken_apart(self.kept(row))
            return next((part for part in parts if part.document.id == document_id), None)
        marks = [entry.mark for entry in contents.entries if entry.document_id == document_id]
        return next(iter(self._parts(key, marks).values()), None)

    def confidentialities(self, row: SummaryRow) -> dict[DocumentId, Confidentiality]:
        """How confidential each document of a summary is, in the order of the dossier."""
        contents = self._contents(row, self.key_of(row.dossier_id))
        if contents is None:
            return {document.id: document.confidentiality for document in self.kept(row).dossier.documents}
        return {entry.document_id: entry.confidentiality for entry in contents.entries}

    def key_before(self, dossier_id: str, moment: str) -> PseudonymKey | None:
        """The key of the last summary made before a moment: whom and what it names keep their placeholders."""
        row = self.summary_before(dossier_id, moment)
        return self.kept(row).key if row is not None else None

    def _contents(self, row: SummaryRow, key: DataKey) -> Contents | None:
        """None for a summary kept before summaries had parts: it is whole."""
        with self.database.reading() as connection:
            sealed = connection.execute(_CONTENTS, {"summary": row.id}).scalar_one()
        return from_bytes(Contents, key.open(f"summaries.contents:{row.id}", sealed)) if sealed is not None else None

    def _parts(self, key: DataKey, marks: Sequence[str]) -> dict[str, Part]:
        found: dict[str, Part] = {}
        with self.database.reading() as connection:
            for start in range(0, len(marks), _BATCH):
                asked = {"owner": key.owner, "marks": marks[start : start + _BATCH]}
                for one in connection.execute(_PARTS, asked):
                    found[one.mark] = from_bytes(Part, key.open(f"parts:{one.mark}", one.sealed))
        return found

    def _parts_known(self, dossier_id: str) -> set[str]:
        query = sa.select(t.parts.c.mark).where(t.parts.c.dossier_id == dossier_id)
        with self.database.reading() as connection:
            return set(connection.execute(query).scalars())

    # --- reviews ------------------------------------------------------------------------------------------------

    def review(
        self, connection: sa.Connection, row: SummaryRow, statement_id: str, decision: str, text: str | None, *, by: str
    ) -> None:
        """Adds a decision on one statement; the former ones stay in the history."""
        key = self.key_of(row.dossier_id)
        sealed = key.seal(f"reviews:{row.id}:{statement_id}", text.encode()) if text is not None else None
        connection.execute(
            t.reviews.insert().values(
                dossier_id=row.dossier_id,
                summary_id=row.id,
                statement_id=statement_id,
                decision=decision,
                made_at=now(),
                made_by=by,
                sealed_text=sealed,
            )
        )

    def reviews(self, row: SummaryRow) -> dict[str, Review]:
        """The last decision on each statement."""
        with self.database.reading() as connection:
            rows = connection.execute(_REVIEWS, {"summary": row.id}).all()
        if not rows:
            return {}
        key = self.key_of(row.dossier_id)
        return {
            r.statement_id: Review(
                statement_id=r.statement_id,
                decision=r.decision,
                made_at=r.made_at,
                made_by=r.made_by,
                text=key.open(f"reviews:{row.id}:{r.statement_id}", r.sealed_text).decode()
                if r.sealed_text is not None
                else None,
            )
            for r in rows
        }

    def sign(self, connection: sa.Connection, row: SummaryRow, fingerprint: str, *, by: str) -> bool:
        """Signs a summary once; False when it is signed already."""
        signed = sa.select(t.signatures.c.summary_id).where(t.signatures.c.summary_id == row.id)
        if connection.execute(signed).first() is not None:
            return False
        connection.execute(
            t.signatures.insert().values(
                summary_id=row.id, dossier_id=row.dossier_id, signed_at=now(), signed_by=by, fingerprint=fingerprint
            )
        )
        return True

    def signature(self, row: SummaryRow) -> Signature | None:
        with self.database.reading() as connection:
            found = connection.execute(_SIGNATURE, {"summary": row.id}).first()
        if found is None:
            return None
        return Signature(signed_at=found.signed_at, signed_by=found.signed_by, fingerprint=found.fingerprint)

    # --- questions ----------------------------------------------------------------------------------------------

    def ask(self, connection: sa.Connection, key: DataKey, question: str, *, by: str) -> str:
        question_id = "q" + secrets.token_hex(12)
        connection.execute(
            t.questions.insert().values(
                id=question_id,
                dossier_id=key.owner,
                asked_at=now(),
                asked_by=by,
                sealed_question=key.seal(f"questions.question:{question_id}", question.encode()),
            )
        )
        return question_id

    def question(self, dossier_id: str, question_id: str) -> Asked | None:
        query = sa.select(t.questions).where(t.questions.c.dossier_id == dossier_id, t.questions.c.id == question_id)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        key = self.key_of(dossier_id)
        sealed = row.sealed_answer
        answer = from_bytes(Answer, key.open(f"questions.answer:{question_id}", sealed)) if sealed is not None else None
        question = key.open(f"questions.question:{question_id}", row.sealed_question).decode()
        return Asked(question=question, asked_by=row.asked_by, answer=answer)

    def answer(self, dossier_id: str, question_id: str, answer: Answer) -> None:
        key = self.key_of(dossier_id)
        with self.database.writing() as connection:
            connection.execute(
                t.questions.update()
                .where(t.questions.c.dossier_id == dossier_id, t.questions.c.id == question_id)
                .values(sealed_answer=key.seal(f"questions.answer:{question_id}", to_bytes(answer)))
            )

    # --- evaluation reports -------------------------------------------------------------------------------------

    def new_report(self, suite: str, *, by: str) -> str:
        report_id = "e" + secrets.token_hex(12)
        with self.database.writing() as connection:
            connection.execute(t.reports.insert().values(id=report_id, made_at=now(), made_by=by, suite=suite))
        return report_id

    def report_suite(self, report_id: str) -> str | None:
        with self.database.reading() as connection:
            return connection.execute(sa.select(t.reports.c.suite).where(t.reports.c.id == report_id)).scalar()

    def keep_report(self, report_id: str, content: bytes) -> None:
        sealed = self.service_key.seal(f"reports:{report_id}", content)
        with self.database.writing() as connection:
            connection.execute(t.reports.update().where(t.reports.c.id == report_id).values(sealed=sealed))

    def report(self, report_id: str) -> bytes | None:
        with self.database.reading() as connection:
            sealed = connection.execute(sa.select(t.reports.c.sealed).where(t.reports.c.id == report_id)).scalar()
        return self.service_key.open(f"reports:{report_id}", sealed) if sealed is not None else None

    # --- answers given once (Idempotency-Key) ------------------------------------------------------------------

    def given(self, mark: str) -> tuple[str, int, dict[str, Any]] | None:
        """The fingerprint of the request, and the answer it was given."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(t.answers).where(t.answers.c.mark == mark)).first()
        if row is None:
            return None
        return row.fingerprint, row.status, json.loads(self.service_key.open(f"answers:{mark}", row.sealed))

    def forget_answers(self, before: str) -> None:
        """Forgets the answers given before a moment (ISO 8601)."""
        with self.database.writing() as connection:
            connection.execute(t.answers.delete().where(t.answers.c.made_at < before))

    def give(self, connection: sa.Connection, mark: str, fingerprint: str, status: int, body: dict[str, Any]) -> None:
        sealed = self.service_key.seal(f"answers:{mark}", json.dumps(body).encode())
        connection.execute(
            t.answers.insert().values(mark=mark, fingerprint=fingerprint, status=status, made_at=now(), sealed=sealed)
        )


def open_store(url: str, wrapper: KeyWrapper) -> Store:
    """The store at that address, its schema current."""
    database = Database(url)
    database.migrate()
    return Store(database, wrapper)


def _dossiers() -> sa.Select[Any]:
    count = (
        sa.select(sa.func.count())
        .select_from(t.documents)
        .where(t.documents.c.dossier_id == t.dossiers.c.id)
        .scalar_subquery()
        .label("documents")
    )
    d = t.dossiers.c
    return sa.select(d.id, d.created_at, d.created_by, d.revision, count)


def _standings(summaries: sa.Select[Any]) -> sa.Select[Any]:
    s, signed = summaries.subquery(), t.signatures.c
    last = sa.select(sa.func.max(t.reviews.c.id)).where(t.reviews.c.summary_id == s.c.id).scalar_subquery()
    columns = (*s.c, last.label("reviewed"), signed.signed_at, signed.signed_by, signed.fingerprint)
    return sa.select(*columns).outerjoin_from(s, t.signatures, signed.summary_id == s.c.id)


def _summaries(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = [column for column in t.summaries.c if not column.name.startswith("sealed")]
    newest = (t.summaries.c.revision.desc(), t.summaries.c.made_at.desc())
    mine = t.summaries.c.dossier_id == sa.bindparam("dossier")
    return sa.select(*columns).where(mine, *where).order_by(*newest).limit(1)


# Asked by every read of a summary: put together once, as that takes longer than asking.
_DOSSIER = _dossiers().where(t.dossiers.c.id == sa.bindparam("id"))
_ADMISSION = _DOSSIER.add_columns(CARED_FOR.label("cared_for"))
_KEY = sa.select(t.keys.c.wrapped).where(t.keys.c.owner == sa.bindparam("owner"))
_LATEST_SUMMARY = _summaries()
_SUMMARY_OF_INPUT = _summaries(t.summaries.c.input == sa.bindparam("input"))
_SUMMARY_OF_ID = _summaries(t.summaries.c.id == sa.bindparam("id"))
_STANDING = _standings(_LATEST_SUMMARY)
_STANDING_OF_ID = _standings(_SUMMARY_OF_ID)
_SUMMARY_BEFORE = _summaries(t.summaries.c.made_at < sa.bindparam("moment"))
_CONTENTS = sa.select(t.summaries.c.sealed_contents).where(t.summaries.c.id == sa.bindparam("summary"))
_PARTS = sa.select(t.parts.c.mark, t.parts.c.sealed).where(
    t.parts.c.dossier_id == sa.bindparam("owner"), t.parts.c.mark.in_(sa.bindparam("marks", expanding=True))
)
_REVIEWS = sa.select(t.reviews).where(t.reviews.c.summary_id == sa.bindparam("summary")).order_by(t.reviews.c.id)
_SIGNATURE = sa.select(t.signatures).where(t.signatures.c.summary_id == sa.bindparam("summary"))


def _document(row: sa.Row[Any], key: DataKey) -> StoredDocument:
    about = json.loads(key.open(f"documents.about:{row.id}", row.sealed_about))
    return StoredDocument(
        id=DocumentId(row.id),
        mark=row.mark,
        revision=row.revision,
        size=row.size,
        received_at=row.received_at,
        received_by=row.received_by,
        said=ManifestDocument.model_validate(about["said"]),
        media_type=about["media_type"],
    )
