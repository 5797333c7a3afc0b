"""The rules of the house, held by tests: who may import whom, what is listed where, what is written down."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
STAIRCASE = ("playground", "bot", "handlers", "pipeline", "storage", "mujaz")
FOLDERS = (*STAIRCASE, "tests", "benchmarks", "docs")
PAPERS = (
    "README.md", "pyproject.toml", "requirements.lock", "requirements.run.lock", ".env.example", "Makefile",
    "Dockerfile", "compose.yaml", "CHANGELOG.md", "LICENSE", ".ci/run",
)  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "service"}


def modules() -> Iterator[Path]:
    for folder in (*STAIRCASE, "benchmarks", "tests"):
        yield from (ROOT / folder).rglob("*.py")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---------------------------------------------------------------- rooms


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_room_of_the_house_is_there(folder: str) -> None:
    assert (ROOT / folder).is_dir()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_of_the_house_is_there(paper: str) -> None:
    assert (ROOT / paper).is_file()


def test_every_import_goes_down_the_staircase() -> None:
    linter = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    done = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tests_mirror_the_house() -> None:
    assert {folder for folder in STAIRCASE if not (ROOT / "tests" / folder).is_dir()} == set()


def test_every_package_on_disk_is_shipped() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts) for folder in STAIRCASE for path in (ROOT / folder).rglob("*.py")
    }
    assert set(project()["tool"]["setuptools"]["packages"]) == found


def test_everything_that_is_read_at_run_time_is_shipped() -> None:
    shipped = {
        file
        for package, patterns in project()["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
        for file in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    found = {
        file
        for folder in STAIRCASE
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    }
    assert sorted(map(name, found - shipped)) == []


# ---------------------------------------------------------------- modules


def test_every_module_says_what_it_does() -> None:
    silent = [name(path) for path in modules() if path.stat().st_size and not ast.get_docstring(_tree(path))]
    assert silent == []
    mute = [name(path) for folder in STAIRCASE for path in (ROOT / folder).rglob("*.py") if not path.stat().st_size]
    assert mute == []


def test_no_name_shadows_the_standard_library_or_says_nothing() -> None:
    folders = {part for path in modules() for part in path.relative_to(ROOT).parts[:-1]}
    top = {path.stem for path in ROOT.glob("*.py")}
    assert (folders | top) & sys.stdlib_module_names == set()
    assert {name(path) for path in modules() if path.stem in FORBIDDEN_NAMES} == set()
    assert folders & FORBIDDEN_NAMES == set()


def test_nothing_needs_the_folder_in_which_this_project_was_begun() -> None:
    for folder in STAIRCASE:
        for path in (ROOT / folder).rglob("*.py"):
            assert "../shared" not in path.read_text("utf-8"), name(path)


def test_only_the_supervisor_and_the_error_handler_catch_everything() -> None:
    """And the thread's boundary in storage, which hands every error on to its asker."""
    allowed = {"bot/supervisor.py", "storage/connection.py"}
    catching = {name(path) for folder in STAIRCASE for path in (ROOT / folder).rglob("*.py") if _catches_all(path)}
    assert catching <= allowed


def _catches_all(path: Path) -> bool:
    handlers = [node.type for node in ast.walk(_tree(path)) if isinstance(node, ast.ExceptHandler)]
    return any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in handlers)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


# ---------------------------------------------------------------- settings


def examples() -> dict[str, tuple[str, str]]:
    """The settings of .env.example: the comment above each, and its value."""
    found = {}
    comment = ""
    for line in (ROOT / ".env.example").read_text("utf-8").splitlines():
        if match := re.fullmatch(rf"({PREFIX}\w+)=(.*)", line):
            found[match[1]] = (comment, match[2])
        comment = line if line.startswith("# ") else ""
    return found


def test_the_example_names_every_setting_and_no_other() -> None:
    assert list(examples()) == list(dict.fromkeys(examples()))
    assert set(examples()) == {PREFIX + field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("setting", examples())
def test_every_setting_is_explained(setting: str) -> None:
    assert len(examples()[setting][0]) > 10


def test_the_example_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in examples():
        monkeypatch.delenv(setting, raising=False)
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


# ---------------------------------------------------------------- dependencies


def locked() -> list[str]:
    """The requirements of the lock, each with what belongs to it."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def test_every_dependency_is_locked_to_one_version_with_hashes() -> None:
    for requirement in locked():
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_every_dependency_that_the_project_names_is_locked_and_explained() -> None:
    wanted = project()["project"]["dependencies"] + project()["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=; \[]", requirement)[0].lower() for requirement in wanted}
    assert names <= {re.split(r"[=\[]", requirement)[0] for requirement in locked()}
    explained = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    assert [found for found in names if found not in explained] == []


def test_the_lock_names_no_server() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
    assert not (ROOT / "uv.lock").exists()
