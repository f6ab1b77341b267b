"""One page of a PDF as a PNG, drawn in a process of its own that can be killed. Run as a module, it is that process."""

from __future__ import annotations

import io
import resource
import subprocess
import sys

_SECONDS = 20
_MEMORY = 2_000_000_000
_SCALE = 1.5
_LARGEST_SIDE = 3000


def page_image(pdf: bytes, number: int) -> bytes | None:
    """None when the bytes are no PDF, hold no such page, or take too long to draw. Pages are numbered from 1."""
    if pdf[:1024].find(b"%PDF-") < 0:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - our own module, a number and bytes
            [sys.executable, "-m", "api.page_image", str(number)],
            input=pdf,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _draw(pdf: bytes, number: int) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    if number > len(document):
        return b""
    page = document[number - 1]
    scale = min(_SCALE, _LARGEST_SIDE / max(1.0, *page.get_size()))
    out = io.BytesIO()
    page.render(scale=scale).to_pil().save(out, format="PNG")
    return out.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(), int(sys.argv[1])))
