"""The trail shows that it was touched: changed, cut in the middle, or written between."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from summarizer.store import Actor, Store
from summarizer.store.check import main as check
from summarizer.store.tables import audit

DOCTOR = Actor(subject="dr-a", role="clinician", request_id="r1")


def test_entries_say_who_what_which_and_why(store: Store) -> None:
    store.audit.write(DOCTOR, "dossier.read", "p1")
    store.audit.write(DOCTOR, "glass.break", "p1", reason="Urgence vitale")
    first, second = store.audit.entries()
    assert (first.actor, first.action, first.dossier_id, first.reason) == ("dr-a", "dossier.read", "p1", None)
    assert second.reason == "Urgence vitale"
    assert store.audit.first_broken() is None


def test_a_reason_is_sealed_in_the_database(store: Store) -> None:
    store.audit.write(DOCTOR, "glass.break", "p1", reason="Urgence vitale")
    with store.database.reading() as connection:
        assert b"Urgence" not in connection.execute(sa.select(audit.c.sealed_reason)).scalar_one()


def test_the_trail_is_checked_without_any_key(store: Store, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        store.audit.write(DOCTOR, f"action-{number}")
    assert check(url) == 0
    assert f"3 entries, head {store.audit.head()[1]}" in capsys.readouterr().out
    with store.database.writing() as connection:
        connection.execute(audit.update().where(audit.c.number == 2).values(outcome="refused"))
    assert check(url) == 1
    assert "broken at entry 2" in capsys.readouterr().out


@pytest.mark.parametrize("touch", ["actor", "outcome", "removed", "number"])
def test_a_touched_trail_is_noticed_where_it_was_touched(store: Store, touch: str) -> None:
    for number in range(5):
        store.audit.write(DOCTOR, f"action-{number}")
    with store.database.writing() as connection:
        third = audit.c.number == 3
        if touch == "removed":
            connection.execute(audit.delete().where(third))
        elif touch == "number":
            connection.execute(audit.update().where(third).values(number=30))
        else:
            connection.execute(audit.update().where(third).values(**{touch: "another"}))
    assert store.audit.first_broken() == 3


def test_a_trail_cut_at_its_end_differs_from_the_head_that_was_noted(store: Store) -> None:
    for _ in range(3):
        store.audit.write(DOCTOR, "dossier.read")
    noted = store.audit.head()
    with store.database.writing() as connection:
        connection.execute(audit.delete().where(audit.c.number == 3))
    assert store.audit.first_broken() is None
    assert store.audit.head() != noted


def test_an_entry_written_with_an_act_disappears_with_it(store: Store) -> None:
    def act() -> None:
        with store.database.writing() as connection:
            store.audit.write(DOCTOR, "dossier.erase", "p1", connection=connection)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        act()
    assert store.audit.head()[0] == 0


def test_entries_written_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.audit.write(DOCTOR, "dossier.read"), range(40)))
    assert store.audit.head()[0] == 40
    assert store.audit.first_broken() is None


def test_one_entry_that_cannot_be_written_stops_none_that_came_with_it(store: Store) -> None:
    nobody = Actor(subject=None, role="clinician")  # type: ignore[arg-type]

    def refused(actor: Actor) -> bool:
        try:
            store.audit.write(actor, "dossier.read")
        except sa.exc.IntegrityError:
            return True
        return False

    with ThreadPoolExecutor(9) as pool:
        with store.database.writing() as connection:
            # While this one is open the others wait, then are written together.
            store.audit.write(DOCTOR, "dossier.create", connection=connection)
            outcomes = [pool.submit(refused, actor) for actor in (*[DOCTOR] * 4, nobody, *[DOCTOR] * 4)]
            time.sleep(0.3)
        assert [outcome.result() for outcome in outcomes] == [False] * 4 + [True] + [False] * 4
    assert store.audit.head()[0] == 9
    assert store.audit.first_broken() is None
