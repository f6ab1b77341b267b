"""Makes elements of the HL7 v3 namespace: `E.name(child, "text", attribute="value")`."""

from __future__ import annotations

from typing import Protocol, cast

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]  # not in lxml-stubs

HL7 = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Element = etree._Element


class _Make(Protocol):
    def __call__(self, *children: Element | str, **attributes: str) -> Element: ...


class _Maker(Protocol):
    def __getattr__(self, name: str) -> _Make: ...


E = cast(_Maker, ElementMaker(namespace=HL7, nsmap={None: HL7, "xsi": XSI}))
