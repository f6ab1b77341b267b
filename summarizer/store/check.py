"""Checks the audit trail of a database, without its keys: `python -m summarizer.store.check DATABASE_URL`.

Exit code 0 when the chain holds, 1 when it is broken; the number and digest of the last entry are printed, to be
compared with those noted before.
"""

from __future__ import annotations

import sys

import sqlalchemy as sa

from summarizer.store.audit import first_broken
from summarizer.store.database import Database
from summarizer.store.tables import audit


def main(url: str) -> int:
    database = Database(url)
    with database.reading() as connection:
        last = connection.execute(
            sa.select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
        ).first()
    broken = first_broken(database)
    print(f"{last.number if last else 0} entries, head {last.digest if last else '-'}")
    print("the chain holds" if broken is None else f"the chain is broken at entry {broken}")
    database.close()
    return 0 if broken is None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
