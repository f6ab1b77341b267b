"""The passage behind a citation as a page: its document, opened at the passage, and the page of the PDF it is on.

It asks nothing of the network and runs no script. Documents are hostile: everything of theirs is escaped.
"""

from __future__ import annotations

import base64
import html

from api.schemas import PassageOut
from summarizer.render.wording import document_name
from summarizer.values import Document

_STYLE = """
:root { color-scheme: light dark; --line: #d9dee4; --soft: #55626f; --mark: #ffe58a; }
@media (prefers-color-scheme: dark) { :root { --line: #2c3640; --soft: #a3afbb; --mark: #ffd84d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 92rem; padding: 1rem 1.25rem; font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
header p { margin: .25rem 0 1rem; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
main { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.text { margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: 10px; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { padding: .1em 0; border-radius: 2px; background: var(--mark); color: #1d1700; scroll-margin-block: 30vh; }
mark:focus { outline: none; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
figcaption { padding: .25rem 0; color: var(--soft); font-size: .875rem; }
@media (min-width: 60rem) {
  main.both { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
  figure { position: sticky; top: 1rem; }
  figure img { max-height: calc(100vh - 4rem); width: auto; max-width: 100%; margin: 0 auto; }
}
"""


def passage_page(document: Document, found: PassageOut, image: bytes | None) -> str:
    """The whole document, the passage marked and in sight; beside it `image`, a PNG of its page, when there is one."""
    before, after = document.text[: found.start], document.text[found.end :]
    # What takes the focus is scrolled to: no script is needed.
    marked = f'<mark id="passage" tabindex="-1" autofocus>{html.escape(found.quote)}</mark>'
    name = html.escape(document_name(document))
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>Passage cité — {name}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>{name}</h1><p>{html.escape(document.file)}, page {found.page} · "
        '<a href="#passage">Passage cité</a></p></header>'
        f'<main{" class=both" if image else ""}><pre class="text">{html.escape(before)}{marked}{html.escape(after)}</pre>'
        f"{_figure(image, found.page) if image else ''}</main></body></html>"
    )


def _figure(image: bytes, number: int) -> str:
    data = base64.b64encode(image).decode()
    words = f"Page {number} du document d'origine"
    return f'<figure><img src="data:image/png;base64,{data}" alt="{words}"><figcaption>{words}</figcaption></figure>'
