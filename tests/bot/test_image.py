"""The ways to run: the image starts from what it copies and writes only to its volume; unit and docs agree with it.

No engine is needed: the Dockerfile's own words are followed in a folder. `make image` builds and weighs the real one.
"""

import asyncio
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from benchmarks.processes import free_port
from bot.settings import PREFIX, Settings
from playground.server import Playground

ROOT = Path(__file__).parents[2]
MADE_BY_THE_STEPS = {"image"}


def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


def of(instruction: str) -> list[str]:
    return [arguments for name, arguments in steps() if name == instruction]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in of("ENV") for pair in shlex.split(line))


def copied() -> list[Path]:
    """What is copied from this repository."""
    sources = [source for line in of("COPY") if not line.startswith("--from") for source in line.split()[:-1]]
    return [ROOT / source for source in sources]


def image_in(folder: Path) -> Path:
    """The application's folder as the image has it."""
    for source in copied():
        if source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


def files_in(folder: Path) -> dict[str, float]:
    return {str(path.relative_to(folder)): path.stat().st_mtime for path in folder.rglob("*")}


async def test_the_image_starts_is_healthy_stops_and_writes_only_to_its_volume(toy: Playground, tmp_path: Path) -> None:
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    image_in(app)
    before = files_in(app)
    given = environment() | {
        "PATH": str(Path(sys.executable).parent),
        "MUJAZ_DATABASE": environment()["MUJAZ_DATABASE"].replace("/data", str(data)),
        "MUJAZ_BACKUPS": environment()["MUJAZ_BACKUPS"].replace("/data", str(data)),
        "MUJAZ_DOOR_PORT": str(free_port()),
        "MUJAZ_TOKEN": toy.token,
        "MUJAZ_API_URL": toy.url,
    }

    async def started(*command: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(*command, cwd=app, env=given, stderr=asyncio.subprocess.PIPE)

    (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
    check = of("HEALTHCHECK")[0].partition("CMD ")[2]
    sara = toy.person("سارة")
    process = await started(*_words(entry), *_words(command))
    try:
        sara.send("/start")
        await sara.hears()
        assert await (await started(*_words(check))).wait() == 0
        process.terminate()
        _, logged = await asyncio.wait_for(process.communicate(), timeout=30)
        assert process.returncode == 0, logged.decode()
    finally:
        if process.returncode is None:
            process.kill()
    assert await (await started(*_words(check))).wait() == 1
    assert files_in(app) == before
    assert (data / "mujaz.sqlite").exists()


def _words(command: str) -> list[str]:
    """A command in exec form: the signal of a stop reaches the bot, and no shell."""
    return [word.strip(' "') for word in command.strip("[]").split(",")]


def test_the_image_holds_what_the_bot_depends_on_in_the_versions_that_are_tested_and_nothing_else() -> None:
    run, every = _locked("requirements.run.lock"), _locked("requirements.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=; \[]", requirement)[0] for requirement in project["dependencies"]}
    only_tests = {re.split(r"[<>=; \[]", requirement)[0] for requirement in project["optional-dependencies"]["dev"]}
    assert run <= every
    assert needed <= {name for name, _ in run}
    assert only_tests.isdisjoint(name for name, _ in run)
    folders = {path.name for path in copied() if path.is_dir()} - MADE_BY_THE_STEPS
    assert folders == {"mujaz", "storage", "pipeline", "handlers", "bot"}


def _locked(file: str) -> set[tuple[str, str]]:
    text = (ROOT / file).read_text("utf-8")
    assert "://" not in text
    return set(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def test_the_image_has_no_rights_no_secrets_and_one_volume() -> None:
    instructions = [name for name, _ in steps()]
    assert of("USER") == ["10001:10001"]
    assert instructions.index("USER") < instructions.index("ENTRYPOINT")
    assert of("VOLUME") == ["/data"]
    assert "ADD" not in instructions
    assert all(source.exists() for source in copied())
    assert {name for name in environment() if name.startswith(PREFIX)} <= {
        PREFIX + field.upper() for field in Settings.model_fields
    }
    for secret in ("TOKEN", "SECRET", "PROXY"):
        assert not any(secret in name for name in environment())
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == {source.name for source in copied()}


def test_the_compose_file_agrees_with_the_image() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    for line in (
        "read_only: true", "no-new-privileges:true", "- ALL", "127.0.0.1:8081:8081", "data:/data", "env_file: .env",
        "stop_grace_period:", "restart:", "mem_limit:", "pids_limit:",
    ):  # fmt: skip
        assert line in text
    assert "\t" not in text
    for name, value in re.findall(r"^ {6}(MUJAZ_\w+): \"?([^\"\n]+)\"?$", text, re.MULTILINE):
        assert environment()[name] == value


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd to ask")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    unit = (ROOT / "docs" / "mujaz.service").read_text("utf-8")
    here = tmp_path / "mujaz.service"
    here.write_text(unit.replace("/opt/mujaz/.venv/bin/python", sys.executable), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(here)], capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_again_only_where_that_helps() -> None:
    unit = (ROOT / "docs" / "mujaz.service").read_text("utf-8")
    for line in ("RestartPreventExitStatus=2 3 4 5", "ProtectSystem=strict", "NoNewPrivileges=yes", "DynamicUser=yes"):
        assert line in unit.splitlines()


def test_only_the_webhooks_path_is_passed_on_by_the_proxies() -> None:
    text = (ROOT / "docs" / "running.md").read_text("utf-8")
    blocks = text.split("```")[1::2]
    caddy, nginx = (block for block in blocks if "bot.example.org {" in block or "server {" in block)
    for block, refusal in ((caddy, "respond 404"), (nginx, "return 404")):
        assert block.count("/a-long-random-path") == 1
        assert refusal in block
        assert "/metrics" not in block
        assert block.count("{") == block.count("}")
