"""Theme, level and kind of segments: the report's own headings, a trained coder, and the codebook's words."""

from pipeline.coding.codebook_coder import CodebookCoder, load, shipped, suggest
from pipeline.coding.report_coder import report_codings
from pipeline.coding.suggestions import Suggestions, Tagged

__all__ = ["CodebookCoder", "Suggestions", "Tagged", "load", "report_codings", "shipped", "suggest"]
