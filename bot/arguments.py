"""What may be written after `python -m bot`, with its help in the operator's language. Does nothing itself."""

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from mujaz.texts.catalogue import LANGUAGES, Voice

Group = Callable[..., argparse.Action]
"""Adds an argument to a command."""


def parser(voice: Voice) -> argparse.ArgumentParser:
    """The parser of all commands; it ends the process for `--help` (0) and for what it does not know (2)."""
    say = voice.label
    heading: Any = partial(Formatter, say("cli.usage"))
    top = argparse.ArgumentParser(
        prog="python -m bot", description=say("cli.about"), formatter_class=heading, add_help=False
    )
    _common(top, voice)
    commands = top.add_subparsers(required=True, metavar=say("cli.command"), dest="command", title=say("cli.commands"))

    def command(name: str) -> Group:
        about = say(f"cli_help.{name}")
        added = commands.add_parser(name, help=about, description=about, formatter_class=heading, add_help=False)
        return _common(added, voice)

    file = {"type": Path, "metavar": say("cli.file")}
    command("setup")
    command("run")
    command("check")
    backup = command("backup")
    backup("--to", type=Path, metavar=say("cli.folder"), help=say("cli.option_to"))
    backup("--list", action="store_true", help=say("cli.option_list"))
    command("restore")("file", nargs="?", help=say("cli.option_backup"), **file)
    command("doctor")("--repair", action="store_true", help=say("cli.option_repair"))
    command("stats")
    command("export")("file", help=say("cli.option_export"), **file)
    command("import")("files", nargs="+", help=say("cli.option_import"), **file)
    command("read")("file", help=say("cli.option_text"), **file)
    return top


class Formatter(argparse.HelpFormatter):
    """Begins with «usage» in the operator's language."""

    def __init__(self, usage: str, prog: str) -> None:
        super().__init__(prog)
        self._begin = f"{usage} "

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """argparse's own, with the word of the language; a prefix that is given is for argparse itself."""
        super().add_usage(usage, actions, groups, self._begin if prefix is None else prefix)


def _common(parser: argparse.ArgumentParser, voice: Voice) -> Group:
    """One group for all that a command takes: argparse's own headings speak English only."""
    group = parser.add_argument_group(voice.label("cli.options"))
    group.add_argument("-h", "--help", action="help", help=voice.label("cli.option_help"))
    group.add_argument("--language", choices=LANGUAGES, help=voice.label("cli.option_language"))
    return group.add_argument
