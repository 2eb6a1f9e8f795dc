import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.pseudonymise import Pseudonymiser, refuse_inside


def test_a_next_run_gives_the_same_placeholders(tmp_path: Path) -> None:
    key = tmp_path / "sleutel.json"
    first = Pseudonymiser(key_file=key)
    first.text("Amira en Yassin, 0499 00 00 12.")
    first.save()
    assert (
        Pseudonymiser(key_file=key).text("Bel Yassin op 0499/00.00.12.")[0] == "Bel [persoon 2] op [telefoonnummer 1]."
    )


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key = tmp_path / "sleutel.json"
    pseudonymiser = Pseudonymiser(key_file=key)
    pseudonymiser.text("Amira belde.")
    pseudonymiser.save()
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "sleutel.json"
    key.write_text("{}", encoding="utf-8")
    key.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        Pseudonymiser(key_file=key)


def test_another_file_is_no_key(tmp_path: Path) -> None:
    key = tmp_path / "iets.json"
    key.write_text('{"format": 9}', encoding="utf-8")
    key.chmod(0o600)
    with pytest.raises(UsageError, match="no key file"):
        Pseudonymiser(key_file=key)


def test_a_key_among_the_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a place outside"):
        refuse_inside(tmp_path / "out" / "sleutel.json", tmp_path / "out")


def test_without_one_nothing_is_written(tmp_path: Path) -> None:
    pseudonymiser = Pseudonymiser()
    pseudonymiser.text("Amira belde.")
    pseudonymiser.save()
    assert list(tmp_path.iterdir()) == []
