"""One job for one work in progress; care that is declared, that ends, that expires."""

from __future__ import annotations

from datetime import timedelta

from summarizer.store import CareKind, JobKind, JobState, Store
from tests.store.test_store import new_dossier


def test_the_same_work_asked_twice_is_one_job_until_it_is_over(store: Store) -> None:
    first, new = store.jobs.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id="p1", revision=1)
    again, new_again = store.jobs.ask(JobKind.SUMMARY, "input-1", by="dr-b", dossier_id="p1", revision=1)
    assert (new, new_again) == (True, False)
    assert again.id == first.id
    store.jobs.failed(first.id, "WriterUnavailable")
    later, new_later = store.jobs.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id="p1", revision=1)
    assert new_later
    assert later.id != first.id


def test_a_job_that_is_over_stays_over(store: Store) -> None:
    job, _ = store.jobs.ask(JobKind.SUMMARY, "input-1", by="dr-a", dossier_id="p1")
    assert store.jobs.waiting() == 1
    store.jobs.progress(job.id, "read", 10)
    store.jobs.done(job.id, "s1")
    store.jobs.progress(job.id, "write", 50)
    found = store.jobs.get(job.id)
    assert found is not None
    assert (found.state, found.stage, found.percent, found.result_id) == (JobState.DONE, "done", 100, "s1")
    assert store.jobs.waiting() == 0


def test_care_is_of_one_subject_and_ends(store: Store) -> None:
    dossier_id = new_dossier(store)
    store.access.declare(dossier_id, "dr-a", kind=CareKind.DECLARED, by="admin")
    assert store.access.has(dossier_id, "dr-a")
    assert not store.access.has(dossier_id, "dr-b")
    assert [row.id for row in store.dossiers_of("dr-a")] == [dossier_id]
    assert store.access.end(dossier_id, "dr-a") == 1
    assert not store.access.has(dossier_id, "dr-a")
    assert store.dossiers_of("dr-a") == ()


def test_a_broken_glass_lasts_a_while(store: Store) -> None:
    dossier_id = new_dossier(store)
    store.access.declare(dossier_id, "dr-a", kind=CareKind.GLASS, by="dr-a", lasts=timedelta(hours=1))
    store.access.declare(dossier_id, "dr-b", kind=CareKind.GLASS, by="dr-b", lasts=timedelta(seconds=-1))
    assert store.access.has(dossier_id, "dr-a")
    assert not store.access.has(dossier_id, "dr-b")
