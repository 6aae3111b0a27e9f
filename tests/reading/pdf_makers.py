"""Small PDF files written by hand: text at places, in the order given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Run = tuple[float, float, str]
"""A line of text: how far from the left, how far from the foot, its words."""


def pdf(
    pages: Sequence[Sequence[Run]], properties: Mapping[str, str] | None = None, extra: str = ""
) -> bytes:
    """Write a PDF file with one line of text per run, in 10-point Courier."""
    streams = [
        "BT /F1 10 Tf\n"
        + "\n".join(f"1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj" for x, y, text in runs)
        + "\nET"
        for runs in pages
    ]
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    info = " ".join(f"/{key} ({_escaped(value)})" for key, value in (properties or {}).items())
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for n, stream in enumerate(streams):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"{page} /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out


def column(lines: Sequence[str], x: float = 72, top: float = 720, leading: float = 13) -> list[Run]:
    """Set lines one under the other."""
    return [(x, top - n * leading, line) for n, line in enumerate(lines) if line]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
