"""Annotators for direct identifiers: numbers and addresses that point at one person by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.pseudonymise.checksums import is_bsn, is_iban, is_national_number, is_phone

_DATE = (
    r"(?:0?[1-9]|[12]\d|3[01])"
    r"(?:\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?"
    r"|\s+(?:jan|feb|maa?r|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?\s+)"
    r"(?:(?:19|20)\d\d|\d\d)"
)
_BORN = (
    r"(?:geboren|geboortedatum|geb\.|geb\b|°|◦|verjaart|verjaardag|jarig|geboorte|born|dob)"
    r"[^\n.;]{0,30}?"
)


_DATE_FIRST = re.compile(rf"{_DATE}(?!\d)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern for one kind of identifier; group 1 is what is replaced, `check` looks at it once more."""

    pii_kind: str
    placeholder: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    doubtful: bool = False


def _compiled(pattern: str, *, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


RULES: tuple[Rule, ...] = (
    Rule("email", "e-mailadres", _compiled(r"(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")),
    Rule(
        "url",
        "webadres",
        _compiled(
            r"(?<![\w@/.])((?:https?://|www\.)[^\s<>\"'“”)\]]+[\w/]"
            r"|(?:[\w-]+\.)+(?:be|nl|com|org|net|eu|vlaanderen|brussels|info|io)(?:/[^\s<>\"'“”)\]]*[\w/])?(?![\w@.-]\w))",
            flags=re.IGNORECASE,
        ),
        lambda text: "@" not in text and not text.lower().startswith(("sp.", "n.v.", "b.v.")),
    ),
    Rule(
        "iban",
        "rekeningnummer",
        _compiled(
            r"(?<!\w)((?i:BE)\d{2}(?:[ .-]?\d{4}){3}|(?i:NL)\d{2}[ .-]?[A-Za-z]{4}(?:[ .-]?\d{4}){2}[ .-]?\d{2}"
            r"|[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?)(?!\w)"
        ),
        lambda text: is_iban(re.sub(r"[.-]", "", text)),
    ),
    Rule(
        "national_number",
        "rijksregisternummer",
        _compiled(r"(?<![\d.])(\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]{0,3}\d{3}[ .-]?\d{2})(?![\d])"),
        is_national_number,
    ),
    Rule(
        "national_number",
        "rijksregisternummer",
        _compiled(
            r"(?i:rijksregister|insz|\brrn?r?\b|nationaal nummer|identificatienummer)\D{0,15}(\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]{0,3}\d{3}[ .-]?\d{2})(?!\d)"
        ),
        doubtful=True,
    ),
    Rule(
        "birth_date",
        "geboortedatum",
        _compiled(_BORN + rf"({_DATE})(?!\d)", flags=re.IGNORECASE),
    ),
    Rule("birth_date", "geboortedatum", _compiled(rf"\(\s*(?:°|\*)\s*({_DATE})\s*\)", flags=re.IGNORECASE)),
    Rule(
        "phone",
        "telefoonnummer",
        _compiled(
            r"(?<![\w/.+-])((?:\(?(?:\+|00)\s?3[12]\)?[ ./-]?(?:\(0\)[ ./-]?)?|\(?0)[1-9]\)?(?:[ ./-]{0,3}\d){7,8})(?![\d])"
        ),
        lambda text: is_phone(text) and not _DATE_FIRST.match(text),
    ),
    Rule("plate", "nummerplaat", _compiled(r"(?<![\w-])([1-9]-?[A-Z]{3}-?\d{3})(?![\w-])")),
    Rule(
        "plate",
        "nummerplaat",
        _compiled(r"(?i:nummerplaat|plaatnummer|kenteken|\bplaat)\W{1,3}(?:[a-zé]+\W){0,3}([A-Z0-9]{1,3}-?[A-Z0-9]{2,3}-?[A-Z0-9]{1,3})\b"),
        lambda text: any(char.isdigit() for char in text) and any(char.isalpha() for char in text),
    ),
    Rule(
        "bsn",
        "burgerservicenummer",
        _compiled(r"(?i:bsn|burgerservicenummer|sofi-?nummer)\D{0,15}(\d{3}[ .]?\d{3}[ .]?\d{3})(?!\d)"),
        is_bsn,
    ),
    Rule(
        "bsn",
        "burgerservicenummer",
        _compiled(r"(?<![\d.,/+-])([1-9]\d{8})(?![\d])"),
        is_bsn,
        doubtful=True,
    ),
)  # fmt: skip


_SIGN = re.compile(r"[\d@]|://|www\.|\w\.(?:be|nl|com|org|net|eu|vlaanderen|brussels|info|io)\b", re.IGNORECASE)


def may_hold(text: str) -> bool:
    """Whether a text has any of the signs without which no rule can hold; quick."""
    return _SIGN.search(text) is not None


@cache
def annotators() -> tuple[Any, ...]:
    """The rules as docdeid annotators, most certain first (a lower priority number wins an overlap)."""
    from docdeid.annotation import Annotation
    from docdeid.process.annotator import Annotator

    class Identifier(Annotator):
        """Annotates what one rule finds."""

        def __init__(self, rule: Rule, priority: int) -> None:
            super().__init__(tag=rule.pii_kind, priority=priority)
            self.rule = rule

        def annotate(self, doc: Any) -> list[Any]:
            """The places where the rule's pattern holds and its check agrees."""
            found = []
            for match in self.rule.pattern.finditer(doc.text):
                text = match.group(1).rstrip(" .,-/")
                if self.rule.check is None or self.rule.check(text):
                    start = match.start(1)
                    found.append(
                        Annotation(
                            text=text,
                            start_char=start,
                            end_char=start + len(text),
                            tag=self.tag,
                            priority=self.priority,
                        )
                    )
            return found

    return tuple(Identifier(rule, priority) for priority, rule in enumerate(RULES))
