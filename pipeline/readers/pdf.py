"""PDF through pypdfium2: the text of each page with the place and font of its lines, then mended."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from statistics import median
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Source
from pipeline.readers.build import Builder
from pipeline.readers.lines import Line
from pipeline.readers.mend import mend
from pipeline.readers.raw import RawFile

# PDFium shows a hyphen that ends a line as U+FFFE (U+0002 in older builds) and leaves the line break out.
_LINE = re.compile("[^\r\n\ufffe\x02]*(?:\r\n|[\r\n\ufffe\x02]|$)")
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LARGER = 1.12  # times the body's font size that makes a heading


def read_pdf(raw: RawFile) -> Source:
    """Text, pages and headings by font; raises ReadError for a locked, damaged or picture-only file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError(f"{raw.name}: is locked with a password; save a copy without one") from error
        raise ReadError(f"{raw.name}: is damaged or cut off; open it in a PDF reader and save a copy") from error
    try:
        return _read(raw, document)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{raw.name}: is damaged ({error}); open it in a PDF reader and save a copy") from error
    finally:
        document.close()


def _read(raw: RawFile, document: Any) -> Source:
    lines: list[Line] = []
    fonts: list[tuple[float, bool]] = []
    empty: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        textpage = page.get_textpage()
        found, sizes = _lines(textpage, number)
        textpage.close()
        page.close()
        if not any(line.bare for line in found):
            empty.append(number)
        lines += found
        fonts += sizes
    if len(empty) == len(document):
        raise ReadError(
            f"{raw.name}: holds pictures of text only; run text recognition (OCR) first, "
            "for instance with OCRmyPDF or the scanner's own software"
        )
    _titles(lines, fonts)
    builder = Builder(raw)
    mend(lines, builder, physical=True)
    information = document.get_metadata_dict(skip_empty=True)
    attributes = {key.casefold(): information[key] for key in ("Title", "Subject") if information.get(key, "").strip()}
    pages = ", ".join(map(str, empty))
    warnings = (
        (f"geen tekst op bladzijde {pages}: een foto of scan? Laat er eerst tekstherkenning (OCR) op los.",)
        if empty
        else ()
    )
    return builder.finish("pdf", attributes=attributes, warnings=warnings)


def _lines(textpage: Any, number: int) -> tuple[list[Line], list[tuple[float, bool]]]:
    """The lines of a page and, for each, its font size and whether it is bold."""
    text = textpage.get_text_range()
    placed = len(text) == textpage.count_chars()
    lines: list[Line] = []
    fonts: list[tuple[float, bool]] = []
    heights: list[tuple[float, float]] = []
    for found in _LINE.finditer(text):
        whole = found[0]
        if not whole:
            continue
        bare = whole.rstrip("\r\n\ufffe\x02")
        hyphen = whole[-1] in "\ufffe\x02"
        line = Line(bare + "-" * hyphen, "" if hyphen else whole[len(bare) :], page=number, breaks=not lines)
        written = bare.strip()
        if placed and written:
            first = found.start() + len(bare) - len(bare.lstrip())
            last = first + len(written) - 1
            left, bottom, _, _ = textpage.get_charbox(first, loose=True)
            _, _, right, top = textpage.get_charbox(last, loose=True)
            line.start, line.extent = left, right
            line.unit = max(1.0, (right - left) / len(written))
            heights.append((top, bottom))
            fonts.append(_font(textpage, first + len(written) // 2 if written[len(written) // 2] != " " else first))
            line.size = fonts[-1][0]
        else:
            line.extent = len(bare)
            heights.append((0.0, 0.0))
            fonts.append((0.0, False))
        lines.append(line)
    _spacing(lines, heights)
    return lines, fonts


def _font(textpage: Any, index: int) -> tuple[float, bool]:
    import pypdfium2.raw as pdfium

    size = float(pdfium.FPDFText_GetFontSize(textpage, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        # Some writers set the size in the matrix and leave the font at 1 point.
        size *= float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    bold = bool(_BOLD.search(buffer.value)) or int(pdfium.FPDFText_GetFontWeight(textpage, index)) >= 600
    return round(size, 1), bold


def _spacing(lines: list[Line], heights: list[tuple[float, float]]) -> None:
    """Mark lines with more space above them than is usual on the page."""
    steps = [before[1] - after[1] for before, after in itertools.pairwise(heights)]
    usual = [step for step in steps if step > 1]
    if not usual:
        return
    near = min(usual)
    typical = median([step for step in usual if step <= 2.2 * near])
    for line, step in zip(lines[1:], steps, strict=True):
        line.spaced = step > 1.35 * typical or step < -1


def _titles(lines: list[Line], fonts: list[tuple[float, bool]]) -> None:
    """Headings by font: larger than the body, or bold where the body is not."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line, font in zip(lines, fonts, strict=True):
        weights[font] += len(line.bare)
    if not weights:
        return
    size, bold = max(weights, key=lambda font: (weights[font], font))
    if not size:
        return
    larger = sorted({font[0] for font in weights if font[0] > _LARGER * size}, reverse=True)[:4]
    for line, font in zip(lines, fonts, strict=True):
        text = line.bare
        if not text or len(text) > 160 or not any(char.isalpha() for char in text):
            continue
        if font[0] in larger:
            line.title = larger.index(font[0]) + 1
        elif font[1] and not bold and font[0] >= size and len(text) <= 100 and text[-1] not in '.,;!”"':
            line.title = len(larger) + 1
