"""Serves the page with other settings of Gradio's queue, for ``python -m eval.load --compare``.

python -m eval.serve_variant '{"max_size": 20}' serve --port 7861
"""

import json
import os
import runpy
import sys
from collections.abc import Mapping
from typing import Any


def program(settings: Mapping[str, object]) -> tuple[str, ...]:
    """Returns what Python is to run to serve the page with ``settings`` of the queue."""
    return ("-m", "eval.serve_variant", json.dumps(settings))


def main() -> None:
    """Runs the command line that follows the settings."""
    settings = json.loads(sys.argv.pop(1))
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1")  # read when Gradio is imported
    import gradio as gr

    ordinary = gr.Blocks.queue

    def queue(blocks: gr.Blocks, **served: Any) -> gr.Blocks:
        changed: gr.Blocks = ordinary(blocks, **{**served, **settings})
        return changed

    gr.Blocks.queue = queue  # type: ignore[method-assign]
    runpy.run_module("kildesvar", run_name="__main__")


if __name__ == "__main__":
    main()
