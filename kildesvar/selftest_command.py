"""``kildesvar selftest``: says whether everything works on this machine and nothing leaves it."""

import typer

import texts
from assistant.start import open_assistant
from index.offline import go_offline
from index.settings import CORPUS

from .folders import CorpusOption, IndexOption, index_for
from .terminal import say


def selftest_command(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Prints each check as it is made; exit code 1 when one of them fails."""
    go_offline()
    from .selftest import checks

    def warn(sentence: str) -> None:
        say(sentence, error=True)

    place = index_for(corpus, index)
    passed = []
    for check in checks(
        lambda: open_assistant(corpus=corpus, index=place, warn=warn), corpus or CORPUS, place.parent / "reports"
    ):
        say(f"{texts.SELFTEST_MARKS[check.passed]} {check.said}")
        for line in check.more:
            say(f"       {line}")
        if check.passed is not None:
            passed.append(check.passed)
    say(texts.selftest_done(len(passed), passed.count(False)))
    if not all(passed):
        raise typer.Exit(code=1)
