"""Typer commands whose own help option speaks Danish."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

import texts


class DanishCommand(TyperCommand):
    """A command with a Danish ``--help``."""

    def get_help_option(self, ctx: Any) -> Any:
        """Returns the help option with its Danish text."""
        return _translated(super().get_help_option(ctx))


class DanishGroup(TyperGroup):
    """A group of commands with a Danish ``--help``."""

    def get_help_option(self, ctx: Any) -> Any:
        """Returns the help option with its Danish text."""
        return _translated(super().get_help_option(ctx))


def _translated(option: Any) -> Any:
    if option is not None:
        option.help = texts.HELP_HELP
    return option
