"""Small files of every format the reader takes, built in the test that needs them. All patients are invented."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from typing import Any

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

A4_WIDTH, MARGIN = 210, 15


class Paper(FPDF):  # type: ignore[misc]  # fpdf2 ships without the typing marker
    """A printed page in Helvetica; `at` writes lines down from a place, in millimetres."""

    def __init__(self) -> None:
        super().__init__()
        self.set_auto_page_break(False)
        self.set_font("helvetica", size=10)
        self.add_page()

    def at(self, left: float, top: float, lines: Sequence[str], leading: float = 5) -> Paper:
        for number, line in enumerate(lines):
            self.text(left, top + number * leading, line)
        return self

    def grid(self, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]], leading: float = 5) -> Paper:
        """A table with every border drawn; a newline in a cell is a line of that cell."""
        for row in rows:
            height = leading * max(cell.count("\n") + 1 for cell in row) + 2
            left = float(MARGIN)
            for width, cell in zip(widths, row, strict=True):
                self.rect(left, top, width, height)
                self.at(left + 1, top + leading - 1, cell.split("\n"), leading)
                left += width
            top += height
        return self

    def picture(self, image: Image.Image) -> Paper:
        """The whole page as one picture: a scan."""
        self.image(image, 0, 0, A4_WIDTH, 297)
        return self

    def done(self) -> bytes:
        return bytes(self.output())


def scanned(lines: Sequence[str]) -> Image.Image:
    """A page as a scanner sees it, at 200 dots per inch."""
    image = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=40)
    for number, line in enumerate(lines):
        draw.text((150, 200 + 70 * number), line, fill=0, font=font)
    return image


def picture_bytes(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, dpi=(200, 200))
    return file.getvalue()


CDA_HEADER = """
 <realmCode code="FR"/>
 <code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>
 <title>{title}</title>
 <effectiveTime value="20240318101500+0100"/>
 <confidentialityCode code="{confidentiality}" codeSystem="2.16.840.1.113883.5.25"/>
 <recordTarget><patientRole>
  <id extension="257076301500114" root="1.2.250.1.213.1.4.8"/>
  <id extension="257076301500113" root="1.2.250.1.213.1.4.13"/>
  <id extension="IPP-99812" root="1.2.3.4"/>
  <addr><houseNumber>4</houseNumber><streetName>rue des Ormeaux</streetName><postalCode>63190</postalCode>
   <city>LEZOUX</city></addr>
  <telecom value="tel:0465710001" use="H"/><telecom value="mailto:s.valmier@exemple.fr"/>
  <patient>
   <name><family qualifier="BR">VALMIER</family><family qualifier="SP">TORQUET</family>
    <given>SUZANNE MARIE-ODILE</given><given qualifier="CL">Suzanne</given></name>
   <administrativeGenderCode code="F"/><birthTime value="19570704"/>
   <guardian><guardianPerson><name><given>Aurore</given><family>TORQUET</family></name></guardianPerson></guardian>
  </patient></patientRole></recordTarget>
 <author><functionCode code="PCP" displayName="Médecin traitant"/><assignedAuthor>
  <id extension="10001234567" root="1.2.250.1.71.4.2.1"/>
  <code code="G15_10/SM04" displayName="Médecin - Cardiologie et maladies vasculaires (SM)"/>
  <assignedPerson><name><prefix>M</prefix><given>Baptiste</given><family>ROUVRAY</family></name></assignedPerson>
 </assignedAuthor></author>
"""


def cda(
    body: str,
    *,
    code: str = "11490-0",
    title: str = "Lettre de liaison à la sortie",
    confidentiality: str = "N",
    prologue: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> bytes:
    header = CDA_HEADER.format(code=code, title=title, confidentiality=confidentiality)
    document = f'<ClinicalDocument xmlns="urn:hl7-org:v3">{header}<component>{body}</component></ClinicalDocument>'
    return (prologue + document).encode()


def sections(*bodies: str) -> str:
    inside = "".join(f"<component><section>{body}</section></component>" for body in bodies)
    return f"<structuredBody>{inside}</structuredBody>"


def embedded(data: bytes, media: str, attributes: str = "") -> str:
    written = base64.b64encode(data).decode()
    return f'<nonXMLBody><text mediaType="{media}" representation="B64" {attributes}>{written}</text></nonXMLBody>'


def attachment(data: bytes, media: str) -> dict[str, Any]:
    return {"contentType": media, "data": base64.b64encode(data).decode()}


def bundle(*resources: dict[str, Any], kind: str = "collection", **more: Any) -> bytes:
    entries = [
        {"fullUrl": f"urn:uuid:{resource.get('id', number)}", "resource": resource}
        for number, resource in enumerate(resources)
    ]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries, **more}).encode()


PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "257076301500114"},
        {"type": {"coding": [{"code": "PI"}]}, "value": "IPP-99812"},
    ],
    "name": [{"family": "VALMIER", "given": ["Suzanne", "Marie-Odile"]}],
    "gender": "female",
    "birthDate": "1957-07-04",
    "address": [{"line": ["4 rue des Ormeaux"], "city": "LEZOUX", "postalCode": "63190"}],
    "telecom": [{"system": "phone", "value": "0465710001"}],
    "contact": [{"name": {"given": ["Aurore"], "family": "TORQUET"}}],
}
