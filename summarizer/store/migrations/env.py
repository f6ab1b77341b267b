"""Alembic's entry: it migrates through the connection it is given, and reads no configuration file."""

from __future__ import annotations

from alembic import context

from summarizer.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
