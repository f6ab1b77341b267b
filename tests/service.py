"""What the tests of the service share: a small invented dossier, a worker with scripted models, waiting for a job."""

from __future__ import annotations

import time
from collections.abc import Callable

from models.scripted import HashingEmbedder, ScriptedWriter
from summarizer.findings import Finder
from summarizer.identifiers import build_detector
from summarizer.ingest.manifest import ManifestDocument, ManifestPatient
from summarizer.pipeline import Tools
from summarizer.settings import PipelineSettings, preset
from summarizer.store import Job, Store
from summarizer.values import DocumentId

PATIENT = {
    "family_names": ["QUENOUILLE"],
    "given_names": ["Odile"],
    "birth_date": "1951-02-03",
    "sex": "F",
    "ipp": "8024417395",
}
#: Strings of the dossier that must be found in clear nowhere.
IDENTIFYING = (
    "QUENOUILLE", "Odile", "03/02/1951", "1951-02-03", "8024417395", "VAUCRESSON", "Armand", "Brimeux", "rue des Tilleuls",
    "62170",
)  # fmt: skip
LETTER = (
    "Docteur Armand VAUCRESSON\nCardiologue\n12 rue des Tilleuls, 62170 Brimeux\n\nLe 14/03/2023\n\n"
    "Cher confrère,\n\nJe vois Mme Odile QUENOUILLE, née le 03/02/1951 (IPP 8024417395), pour le suivi de sa "
    "fibrillation atriale.\n\nAllergie à la pénicilline : urticaire géante en 2012.\n\n"
    "Traitement : apixaban 5 mg matin et soir, bisoprolol 2,5 mg le matin.\n\n"
    "Pas d'argument pour une embolie pulmonaire.\n\nDr Armand VAUCRESSON\n"
)
STAY = (
    "Compte rendu d'hospitalisation du 02/06/2023\n\nMme Odile QUENOUILLE, 72 ans.\n\n"
    "Antécédents : diabète de type 2, hypertension artérielle. Cholécystectomie en 1998.\n\n"
    "Histoire de la maladie : décompensation cardiaque globale sur passage en fibrillation atriale rapide.\n\n"
    "Biologie : créatinine 118 µmol/L, potassium 4,1 mmol/L.\n\n"
    "Traitement de sortie : apixaban 5 mg x 2/j, bisoprolol majoré à 5 mg le matin, furosémide 40 mg le matin.\n"
)
LATER = (
    "Consultation du 11/01/2024\n\nMme Odile QUENOUILLE est revue en consultation de pneumologie.\n\n"
    "Une sarcoïdose est suspectée devant des adénopathies médiastinales, biopsie demandée.\n\n"
    "Elle fume dix cigarettes par jour.\n"
)
EARLIER = (
    "Docteur Basile TRONCHET\nChirurgien\n4 place du Marché, 80120 Vironchaux\n\nLe 05/10/1987\n\n"
    "Mme Odile QUENOUILLE a eu une appendicectomie. Elle avait fait une colique néphrétique la veille.\n"
    "\nDr Basile TRONCHET\n"
)
MASKED = (
    "Consultation du 20/09/2023\n\nMme Odile QUENOUILLE est suivie en psychiatrie.\n\n"
    "Épisode dépressif majeur traité par sertraline 50 mg par jour.\n"
)


class CountingWriter(ScriptedWriter):
    """The scripted writer, which also counts what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.before: Callable[[], None] = lambda: None

    def write(self, prompts: object, *, max_new_tokens: int) -> tuple[str, ...]:
        self.before()
        self.asked += list(prompts)  # type: ignore[call-overload]
        return super().write(list(prompts), max_new_tokens=max_new_tokens)  # type: ignore[call-overload]


def scripted_settings() -> PipelineSettings:
    return preset("quotes")


def scripted_tools(_: PipelineSettings | None = None) -> Tools:
    return Tools(detector=build_detector(), finder=Finder(), embedder=HashingEmbedder(), writer=CountingWriter())


def dossier_of(store: Store, *texts: str) -> str:
    """A dossier with these documents; its id."""
    with store.database.writing() as connection:
        dossier_id = store.create_dossier(connection, ManifestPatient.model_validate(PATIENT), by="dr-a")
    for text in texts:
        add_text(store, dossier_id, text)
    return dossier_id


def add_text(store: Store, dossier_id: str, text: str) -> None:
    import hashlib

    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    with store.database.writing() as connection:
        assert store.add_document(
            connection,
            store.key_of(dossier_id),
            DocumentId("d" + digest[:8]),
            data,
            ManifestDocument(file=f"quenouille_{digest[:4]}.txt"),
            media_type="text/plain",
            by="dr-a",
        )


def finished(store: Store, job_id: str, *, seconds: float = 120) -> Job:
    """The job once it is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = store.jobs.get(job_id)
        assert job is not None
        if job.over:
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job is still at {job.stage}, {job.percent} %")
