"""What is written down is so: links lead somewhere, commands can be run, settings and tests that are named exist."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.arguments import parser
from bot.settings import PREFIX, Settings
from mujaz.texts.catalogue import LANGUAGES, voice

ROOT = Path(__file__).parents[1]
PAPERS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"python -m bot ((?:[a-z]+|--list|--repair)(?: FILE| BACKUP| --to \S+| --\w+)*)")
MODULE = re.compile(r"python -m (benchmarks\.\w+|bot|playground)\b")
TARGET = re.compile(r"(?:^|`|\s)make ([a-z]+)\b", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(r"`((?:mujaz|storage|pipeline|handlers|bot|playground|tests|benchmarks|docs)/[\w/.]+\.\w+)`")


REGISTERED = re.compile(r'on_command\("(\w+)"')


def name(paper: Path) -> str:
    return str(paper.relative_to(ROOT))


def anchors(paper: Path) -> set[str]:
    """As GitHub makes them of headings."""
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(paper.read_text("utf-8"))
    }


def broken(paper: Path) -> Iterator[str]:
    for link in LINK.findall(paper.read_text("utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (paper.parent / path).resolve() if path else paper
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_every_link_within_the_repository_leads_somewhere(paper: Path) -> None:
    assert list(broken(paper)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_every_setting_that_is_named_exists(paper: Path) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    mentioned = set(re.findall(r"\bMUJAZ_[A-Z_]+[A-Z]\b", paper.read_text("utf-8")))
    of_tests = {mention for mention in mentioned if mention.startswith(("MUJAZ_TEST_", "MUJAZ_KILLS", "MUJAZ_SOAK_"))}
    assert mentioned - known - of_tests == set()


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_every_test_and_file_that_is_named_exists(paper: Path) -> None:
    text = paper.read_text("utf-8")
    missing = [file for file in FILE.findall(text) if not (ROOT / file).exists()]
    for file, test in TEST.findall(text):
        code = (ROOT / file).read_text("utf-8") if (ROOT / file).exists() else ""
        if f"def {test}(" not in code:
            missing.append(f"{file}::{test}")
    assert missing == []


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_every_command_that_is_shown_can_be_run(paper: Path) -> None:
    text = paper.read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {target for line in re.findall(r"`[^`]+`|^make .*$", text, re.MULTILINE) for target in TARGET.findall(line)}
    assert shown - targets == set()
    assert [module for module in MODULE.findall(text) if find_spec(module) is None] == []
    understood = parser(voice(LANGUAGES[1], ZoneInfo("UTC")))
    for arguments in COMMAND.findall(text):
        assert understood.parse_args(arguments.split()).command


def test_every_command_of_the_bot_is_listed_and_no_other() -> None:
    known = set(REGISTERED.findall((ROOT / "handlers" / "routes.py").read_text("utf-8")))
    rows = re.findall(r"^\| (`/.*?) \|", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE)
    listed = {command for row in rows for command in re.findall(r"/(\w+)", row)}
    assert listed == known
