"""Gradio is imported without the stubs and docstrings that it makes at every import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNT = """
import ast, json, os, sys
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import jinja2
from page.gradio_import import lean
counts = {"sources": 0, "templates": 0}
def counted(name, ordinary):
    def call(*given, **named):
        counts[name] += 1
        return ordinary(*given, **named)
    return call
ast.get_source_segment = counted("sources", ast.get_source_segment)
jinja2.Template.render = counted("templates", jinja2.Template.render)
finders = len(sys.meta_path)
if sys.argv[1] == "lean":
    with lean():
        import gradio as gr
else:
    import gradio as gr
with gr.Blocks() as blocks:
    gr.Button("x").click(lambda: None, None, gr.HTML("y"))
json.dump({**counts, "finders": len(sys.meta_path) - finders, "events": len(blocks.fns)}, sys.stdout)
"""


@pytest.fixture(scope="module")
def counts() -> dict[str, dict[str, int]]:
    """Returns way of importing → how often Gradio read its own source and filled in a template."""

    def run(how: str) -> dict[str, int]:
        command = [sys.executable, "-W", "ignore", "-c", COUNT, how]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
        found: dict[str, int] = json.loads(done.stdout)
        return found

    return {how: run(how) for how in ("ordinary", "lean")}


def test_nothing_is_made_for_programmers(counts: dict[str, dict[str, int]]) -> None:
    assert counts["ordinary"]["sources"] > 50 and counts["ordinary"]["templates"] > 50  # else this has become needless
    assert (counts["lean"]["sources"], counts["lean"]["templates"]) == (0, 0)


def test_the_components_work_and_the_import_system_is_as_it_was(counts: dict[str, dict[str, int]]) -> None:
    assert counts["lean"]["events"] == counts["ordinary"]["events"] == 1
    assert counts["lean"]["finders"] == 0
