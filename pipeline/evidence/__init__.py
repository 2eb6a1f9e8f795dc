"""Who supports what, and how surely: from codings to decisions, counts and the gate."""

from pipeline.evidence.duplicates import leaders, normalised
from pipeline.evidence.gate import NUMBER_WORDS, check, check_sentence, numbers_in
from pipeline.evidence.resolve import COUNTABLE, Decision, Evidence, Said, recount, resolve

__all__ = [
    "COUNTABLE",
    "NUMBER_WORDS",
    "Decision",
    "Evidence",
    "Said",
    "check",
    "check_sentence",
    "leaders",
    "normalised",
    "numbers_in",
    "recount",
    "resolve",
]
