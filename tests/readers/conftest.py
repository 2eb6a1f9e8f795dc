"""Read a file that a test wrote, check that its account adds up, and make small PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.model import Source

Reading = Callable[..., Source]
Text = tuple[float, float, float, str, str]  # x, y, size, font ("F1" plain, "F2" bold), text

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def account(source: Source) -> None:
    """The ledger adds up, blocks hold no outer white space, only separators stand between them."""
    ledger = source.ledger
    assert ledger.read - sum(ledger.removed.values()) + sum(ledger.added.values()) == len(source.text)
    assert all(count > 0 for count in (*ledger.removed.values(), *ledger.added.values()))
    at = 0
    for block in source.blocks:
        assert source.text[at : block.start].strip("\n\t") == ""
        content = source.text[block.start : block.end]
        assert content == content.strip()
        assert "\n" not in content
        at = block.end
    assert at == len(source.text)
    assert all(0 <= mark.start < mark.end <= len(source.text) for mark in source.marks)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write bytes or text under a file name (or read what stands there) and check the account."""

    def read(name: str, content: bytes | str | None = None, *, text_column: str | None = None) -> Source:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        source = readers.read(path, name, text_column=text_column)
        account(source)
        return source

    return read


@pytest.fixture
def shown() -> Callable[[Source], list[tuple[str, int, str]]]:
    """Role, depth and content of each block."""
    return lambda source: [
        (block.role.value, block.depth, source.text[block.body : block.end]) for block in source.blocks
    ]


@pytest.fixture
def texts() -> Callable[[Source], list[str]]:
    """The whole text of each block."""
    return lambda source: [source.text[block.start : block.end] for block in source.blocks]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _pdf(pages: Sequence[Sequence[Text]], *, password: str = "") -> bytes:
    """A small PDF in Helvetica; with a password, locked after the PDF 1.7 standard, algorithm 2 (40 bits)."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n"
            % (font.encode(), size, x, y, text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, size, font, text in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    lock = b""
    if password:
        padded = (password.encode() + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        identifier = bytes(16)
        key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + identifier).digest()[:5]
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
            % (owner.hex().encode(), _rc4(key, _PADDING).hex().encode())
        )
        lock = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), identifier.hex().encode(), identifier.hex().encode())
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, lock, start)
    return bytes(out)


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """See `_pdf`."""
    return _pdf
