"""Checksums of numbers that point at one person or account."""

from __future__ import annotations


def digits(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(char for char in text if char.isdecimal())


def is_national_number(text: str) -> bool:
    """Whether a Belgian rijksregisternummer (or bisnummer) has the right check digits.

    Eleven digits; the last two are 97 minus the first nine modulo 97, with a 2 put before them for people born from
    2000 on (Royal Decree of 3 April 1984, art. 3 and its changes).
    """
    number = digits(text)
    if len(number) != 11:
        return False
    month, day = int(number[2:4]) % 20, int(number[4:6])
    if month > 12 or day > 31:
        return False
    body, check = int(number[:9]), int(number[9:])
    return check in (97 - body % 97, 97 - (2_000_000_000 + body) % 97)


def is_bsn(text: str) -> bool:
    """Whether a Dutch burgerservicenummer of nine digits passes the eleven test (weights 9 … 2, -1)."""
    number = digits(text)
    if len(number) != 9 or len(set(number)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))
    return total % 11 == 0


def is_iban(text: str) -> bool:
    """Whether an account number passes ISO 13616 (modulo 97 of the rearranged number is 1)."""
    number = "".join(text.split()).upper()
    if not 15 <= len(number) <= 34 or not number[:2].isalpha() or not number[2:4].isdigit() or not number.isalnum():
        return False
    lengths = {"BE": 16, "NL": 18, "FR": 27, "DE": 22, "LU": 20}
    if len(number) != lengths.get(number[:2], len(number)):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def is_phone(text: str) -> bool:
    """Whether a number has the length of a Belgian or Dutch telephone number."""
    number = digits(text)
    if text.lstrip("(").startswith("+") or number.startswith("00"):
        country = number.removeprefix("00")
        national = country[2:].lstrip("0")
        return country[:2] in ("32", "31") and 8 <= len(national) <= 9
    if not number.startswith("0"):
        return False
    return len(number) == 10 or (len(number) == 9 and not number.startswith("04"))
