"""Names of organisations and services, for those who want them replaced too."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = r"(?:vzw|cvba|nv|OOOC|CLB|CAW|CKG|MFC|OCMW|CGG|CIG|OBC|OTA|OVA|HCA|MPI|GGZ|centrum|dienst|leefgroep|voorziening|afdeling|team|organisatie|internaat|ziekenhuis|kliniek|jeugdhuis|netwerk|begeleidingstehuis|gemeenschapsinstelling|dagcentrum)"
_RULES = (
    re.compile(
        rf"(?<!\w)({_HEAD} (?:(?:De|Het|'t|’t|Den|Ter|Ten|Sint|de|het)[- ])?[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){{0,2}})"
    ),
    re.compile(r"(?<!\w)([A-ZÀ-Ý][\w'’-]+-?(?:huis|centrum|kliniek|stichting|fonds|hof))(?!\w)"),
    re.compile(r"(?<!\w)((?:vzw|OOOC|CLB|CAW|CKG|MFC|OCMW|CGG|CIG|OBC|VAPH|Fedasil|GGZ|MPI|HCA)(?![\w-]))"),
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """The places of names of organisations and services."""
    for rule in _RULES:
        for match in rule.finditer(text):
            yield match.span(1)
