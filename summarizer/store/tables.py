"""The tables. Columns whose name begins with `sealed` hold encrypted bytes; the others hold ids, counts, states, times.

No clinical text and no identity stands in a plain column. Times are ISO 8601 in UTC, as text: they sort and both
databases agree on them.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _dossier() -> Column[str]:
    return Column("dossier_id", String(40), ForeignKey("dossiers.id", ondelete="CASCADE"), nullable=False)


keys = Table(
    "keys",
    metadata,
    Column("owner", String(40), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(200), nullable=False),
    # Grows by one with each document or change of what is said of the patient.
    Column("revision", Integer, nullable=False),
    Column("sealed_patient", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    _dossier(),
    Column("id", String(40), nullable=False),
    Column("mark", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("received_by", String(200), nullable=False),
    Column("sealed_about", LargeBinary, nullable=False),
    Column("sealed_content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("dossier_id", "id"),
    UniqueConstraint("dossier_id", "mark"),
)

artifacts = Table(
    "artifacts",
    metadata,
    _dossier(),
    Column("stage", String(40), nullable=False),
    Column("mark", String(64), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("dossier_id", "stage", "mark"),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", String(40), primary_key=True),
    _dossier(),
    Column("input", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sealed_contents", LargeBinary, nullable=True),
    UniqueConstraint("dossier_id", "input"),
)

# What summaries hold of each document, kept once under a keyed digest of it.
parts = Table(
    "parts",
    metadata,
    _dossier(),
    Column("mark", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("dossier_id", "mark"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _dossier(),
    Column("summary_id", String(40), nullable=False, index=True),
    Column("statement_id", String(40), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("sealed_text", LargeBinary, nullable=True),
)

signatures = Table(
    "signatures",
    metadata,
    Column("summary_id", String(40), primary_key=True),
    _dossier(),
    Column("signed_at", String(32), nullable=False),
    Column("signed_by", String(200), nullable=False),
    Column("fingerprint", String(64), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True),
    _dossier(),
    Column("asked_at", String(32), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("sealed_question", LargeBinary, nullable=False),
    Column("sealed_answer", LargeBinary, nullable=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("dossier_id", String(40), nullable=True, index=True),
    Column("kind", String(20), nullable=False),
    Column("target", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("stage", String(40), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("reason", String(200), nullable=True),
    Column("result_id", String(64), nullable=True),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("updated_at", String(32), nullable=False),
    # What may be in progress once only; NULL when the job is over, so that it may be asked for again.
    Column("single", String(120), nullable=True, unique=True),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("suite", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=True),
)

care = Table(
    "care",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _dossier(),
    Column("subject", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("since", String(32), nullable=False),
    Column("until", String(32), nullable=True),
    Column("declared_by", String(200), nullable=False),
    Index("ix_care_subject", "subject", "dossier_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("role", String(40), nullable=False),
    Column("action", String(60), nullable=False),
    Column("dossier_id", String(64), nullable=True, index=True),
    Column("outcome", String(20), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("sealed_reason", LargeBinary, nullable=True),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("queues", String(100), nullable=False),
    Column("beat", Float, nullable=False),
)
