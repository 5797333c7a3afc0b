"""`python -m bot read FILE` shows how Mujaz reads a text, with the reasons."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.exits import Exit

RETELLING = Path(__file__).parent.parent / "data" / "meta_layoffs.txt"


def test_an_operator_sees_what_was_read_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(RETELLING)]) is Exit.STOPPED
    told = capsys.readouterr().out
    for part in (
        "source       أكسيوس",
        "event        layoffs",
        "company google-deepmind",
        "≈ 600 employees",
        "by surname",
    ):
        assert part in told


def test_a_file_that_is_no_text_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    for name in ("picture.jpg", "nowhere.txt"):
        assert main(["read", str(tmp_path / name)]) is Exit.BAD_SETTINGS
        told = capsys.readouterr().err
        assert f"{name} cannot be read" in told
        assert "Traceback" not in told
