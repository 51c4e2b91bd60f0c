"""Libraries that would call their makers find their switches set when they are imported, whatever a user had set."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.server import free_port
from index.offline import SWITCHES

from ..index.tiny_models import save_bert
from ..tiny_corpus import expanded_corpus

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, os, sys

switches, watched, commands = map(json.loads, sys.argv[1:])
found = {}

class Recorder:
    def find_spec(self, name, path=None, target=None):
        if name in watched and name not in found:
            found[name] = {switch: os.environ.get(switch) for switch in switches}

sys.meta_path.insert(0, Recorder())
import uvicorn
uvicorn.Server.run = lambda self, sockets: None  # the page is made and not served
from kildesvar.commands import main
for command in commands:
    sys.argv[1:] = command
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, ended.code
print(json.dumps(found), file=sys.stderr, flush=True)
os._exit(0)  # a page that was made and never served leaves native threads, and some of them abort an ordinary exit
"""
LIBRARIES = ("gradio", "huggingface_hub", "sentence_transformers", "transformers")
OPPOSITE = {name: "1" if value == "0" else "True" if value == "False" else "0" for name, value in SWITCHES.items()}


def switches_at_import(models: Path, *commands: Sequence[str]) -> dict[str, dict[str, str]]:
    """Returns library → the switches as they were when one of the ``commands`` first imported it, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(list(SWITCHES)), json.dumps(LIBRARIES), json.dumps(commands)],
        env={**os.environ, **OPPOSITE, "KILDESVAR_MODELS": str(models)},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, str]] = json.loads(done.stderr.splitlines()[-1])
    return found


def test_every_switch_is_set_before_the_libraries_come(tmp_path: Path) -> None:
    corpus, models = expanded_corpus(tmp_path / "corpus"), tmp_path / "models"
    save_bert(models / "tiny")
    places = ("--corpus", str(corpus), "--index", str(tmp_path / "index"))
    used = switches_at_import(models, ("model", "use", "tiny", *places))
    assert set(LIBRARIES) - {"gradio"} <= set(used)
    # The page, and a question with that model: both families of libraries in one process.
    question = ("ask", "Må hunde løbe uden snor?", *places)
    served = switches_at_import(models, ("serve", "--port", str(free_port()), *places), question)
    assert set(served) == set(LIBRARIES)
    for found in (used, served):
        assert {library: switches for library, switches in found.items() if switches != SWITCHES} == {}
