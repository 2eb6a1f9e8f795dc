"""A file's bytes, read once, with the checks that every reader needs before it starts."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.errors import ReadError

MAX_UNPACKED = 500_000_000  # bytes that a zipped document may unpack to
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class RawFile:
    """The bytes of one file under the name that messages and the source use."""

    name: str
    suffix: str
    data: bytes

    @classmethod
    def load(cls, path: Path, name: str) -> RawFile:
        """Read the file; raises ReadError when it is missing, closed to us or empty."""
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ReadError(f"{name}: no such file or folder; check the path {path}") from error
        except OSError as error:
            raise ReadError(f"{name}: cannot be opened ({error.strerror}); check its permissions") from error
        if not data:
            raise ReadError(f"{name}: is empty (0 bytes); copy it again or leave it out")
        return cls(name, path.suffix.lower(), data)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def unzipped(self, application: str) -> io.BytesIO:
        """The bytes as a stream, after a look at the archive they should be.

        Raises ReadError for a damaged archive, one that needs a password, and one that unpacks to more than
        `MAX_UNPACKED` bytes.
        """
        if self.data.startswith(_OLE):
            raise ReadError(
                f"{self.name}: is locked with a password or in an old format; "
                f"open it in {application} and save it as {self.suffix} without a password"
            )
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise self.damaged(application) from error
        size = sum(entry.file_size for entry in entries)
        if size > MAX_UNPACKED:
            raise ReadError(
                f"{self.name}: unpacks to {size:,} bytes, more than the {MAX_UNPACKED:,} allowed; "
                f"take large pictures out in {application} and save again"
            )
        return io.BytesIO(self.data)

    def damaged(self, application: str) -> ReadError:
        """The error for a document whose inside does not hold together."""
        return ReadError(f"{self.name}: is damaged or cut off; open it in {application} and save again")

    @cached_property
    def decoded(self) -> tuple[str, str]:
        """The text without its byte order mark, and the encoding it was in.

        A byte order mark decides; else valid UTF-8; else the likeliest one-byte encoding of Western Europe, Windows-1252
        before the others. Raises ReadError when the bytes are no text.
        """
        text, encoding = _decode(self.data)
        if "\x00" in text:
            raise ReadError(f"{self.name}: is no text (it holds NUL bytes); save it again as {self.suffix} in UTF-8")
        if len(_CONTROL.findall(text)) > 2 + len(text) // 500:
            raise ReadError(f"{self.name}: is no text (control characters throughout); save it again as {self.suffix}")
        return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), f"{encoding} with BOM"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        mended = data.decode("utf-8", errors="replace")
        broken = mended.count("\ufffd")
        if sum(char > "\x7f" for char in mended) > 6 * broken:
            # Many letters that only UTF-8 writes so, and a few broken ones.
            return mended, "utf-8 with errors"
        return _one_byte(data)


def _one_byte(data: bytes) -> tuple[str, str]:
    # cp1252 leaves five bytes undefined; a file that uses them is DOS or Mac text, or no text at all.
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_as_dutch(text):
        return text, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["cp1252", "mac_roman", "cp850", "cp1250", "iso8859_1"], threshold=0.3).best()
    if best is not None and _reads_as_dutch(str(best)):
        return str(best), best.encoding
    if text:
        return text, "cp1252"
    return data.decode("iso-8859-1"), "iso-8859-1"


_LETTERS = re.compile(r"[a-zA-Zà-öø-ÿÀ-ÖØ-ÞœŒ\s.,;:?!'\"()’‘“”„«»…–—€•·°§&/\d=+%*_|#@<>\[\]{}\\~^-]")


def _reads_as_dutch(text: str) -> bool:
    sample = text[:200_000]
    odd = len(sample) - len(_LETTERS.findall(sample))
    inside = len(re.findall(r"[a-z][À-ÖØ-ÞŽŠŒ‚„†‡ˆ‰‹•˜™›¢£¤¥¦©ª¬®¯±²³´µ¶¸¹º»¼½¾¿][a-z]", sample))
    return odd <= max(1, len(sample) // 200) and inside <= len(sample) // 500
