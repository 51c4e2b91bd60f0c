"""About: how to read an answer, what runs here, and the measured figures, which ``kildesvar eval`` writes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import texts
from assistant.answer import Answer, Status
from eval.cases import Want
from eval.goals import goals
from eval.report import write_figures
from page.about_view import FIGURES, Figure, about, read_figures
from page.conversation import Turn
from page.outcomes import LOOKS
from page.render import conversation

from ..eval.made_up import ANSWERED, REFUSED, make_case, make_outcome
from .conftest import GLOSSARY, HOSTILE, SERVICE, WEB
from .shown import Shown, assert_harmless

RIGHT = Figure("answers right, all", 0.756, 0.7, 160, at_most=False)
MISSED = Figure("other topics refused", 0.9, 0.95, 40, at_most=False)
FEW = Figure("answerable, refused", 0.02, 0.03, 160, at_most=True)
WORDS = Figure("median words of an answer", 31.0, 45.0, 90, at_most=True)


def shown(*figures: Figure) -> Shown:
    return Shown(about("1.2.3", "kildesvar-static", [GLOSSARY, WEB], figures))


def test_version_model_and_fingerprints_are_told() -> None:
    page = shown()
    assert_harmless(page, "1.2.3", "kildesvar-static", texts.OFFLINE, texts.ABOUT_MODEL_NOTE, *texts.LIMITS)
    assert len(page.named("code", title=GLOSSARY.sha256)) == 2
    assert GLOSSARY.title in page.text and WEB.title in page.text


def test_a_model_of_another_folder_is_named_without_its_path() -> None:
    page = Shown(about("1", "/somewhere/private/my-model", [], ()))
    assert "my-model" in page.text and "private" not in page.text


@pytest.mark.parametrize("status", list(Status))
def test_an_outcome_is_explained_with_the_sign_and_label_of_an_answer(status: Status) -> None:
    citations = () if status is Status.NOT_IN_DOCUMENTS else (SERVICE,)
    answer = Answer("Hvad?", "Hvad?", status, "", citations, ())
    over_an_answer = Shown(conversation((Turn(1, answer),))).inside("p.ks-outcome")
    sign, label = LOOKS[status]
    assert over_an_answer.split(maxsplit=1) == [sign, label]
    page = shown()
    assert over_an_answer in page.inside("p.ks-outcome")
    assert texts.OUTCOME_MEANINGS[status.value] in page.text


def test_a_figure_stands_with_its_goal_and_its_picture() -> None:
    page = shown(RIGHT, MISSED, FEW, WORDS)
    rows = page.every("td.")
    assert rows == [
        "76\u00a0%", "mindst 70\u00a0% (nået)", "160", "90\u00a0%", "mindst 95\u00a0% (ikke nået)", "40",
        "2\u00a0%", "højst 3\u00a0% (nået)", "160", "31", "højst 45 (nået)", "90",
    ]  # fmt: skip
    bars = [rect["width"] for rect in page.named("rect", opacity="0.7")]
    assert bars == ["75.6", "90.0", "2.0"]  # words are no share and have no bar
    goal_lines = [rect["x"] for rect in page.named("rect", height="10")]
    assert goal_lines == ["70.0", "95.0", "3.0"]
    assert page.inside("desc.").startswith("76\u00a0%, mindst 70\u00a0%")
    assert texts.FIGURE_NAMES[RIGHT.name] in page.inside("title.")
    assert len(page.named("svg", role="img")) == 3


def test_the_chosen_figures_come_first_and_the_rest_are_folded() -> None:
    page = shown(FEW, RIGHT)
    assert page.text.index(texts.FIGURE_NAMES[RIGHT.name]) < page.text.index(texts.ABOUT_MORE_FIGURES)
    assert texts.FIGURE_NAMES[FEW.name] in page.inside("details.")
    assert not shown(RIGHT).named("details")


def test_a_figure_of_nothing_is_a_dash() -> None:
    page = shown(replace(RIGHT, value=None))
    assert page.every("td.")[:2] == ["–", "mindst 70\u00a0% (ikke nået)"]
    assert not page.named("svg")


def test_without_figures_one_sentence_says_so(tmp_path: Path) -> None:
    assert read_figures(tmp_path / "none.json") == ()
    page = shown()
    assert texts.ABOUT_NO_FIGURES in page.text
    assert not page.named("table")


def test_what_eval_writes_is_what_the_page_reads(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    asked = make_outcome(make_case(), ANSWERED, hits=["a"], relevant=["a"])
    refused = make_outcome(make_case("r", want=Want.REFUSAL), ANSWERED, right=False)
    tuned = make_outcome(make_case("t", split="tune"), REFUSED, right=False)
    write_figures([asked, refused, tuned], file)
    figures = read_figures(file)
    assert [(f.name, f.value, f.goal, f.count, f.at_most, f.met) for f in figures] == [
        (goal.name, goal.value, goal.goal, goal.count, goal.at_most, goal.met) for goal in goals([asked, refused])
    ]
    assert {figure.name: figure.value for figure in figures}["answers right, all"] == 0.5


def test_the_figures_that_ship_are_those_of_eval_and_have_danish_names() -> None:
    names = [goal.name for goal in goals([])]
    assert [row["name"] for row in json.loads(FIGURES.read_bytes())] == names
    assert set(names) == set(texts.FIGURE_NAMES)
    page = shown(*read_figures())
    assert_harmless(page)
    assert len(page.named("tr")) == len(names) + 2


def test_hostile_titles_are_escaped() -> None:
    page = Shown(about("<i>1</i>", '"><script>x()</script>', [HOSTILE], [replace(RIGHT, name="<b>${x}</b>")]))
    assert_harmless(page, HOSTILE.title, "<i>1</i>", "<b>${x}</b>")
