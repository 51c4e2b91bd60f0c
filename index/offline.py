"""The switches that keep libraries from calling their makers; libraries read them when they are imported."""

import os

SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Environment variables of Gradio, huggingface_hub (which transformers and sentence-transformers go through) and those
who keep to the common one. They are a courtesy that is asked for; what proves it is tests/offline."""


def go_offline() -> None:
    """Sets the switches; call it before Gradio, huggingface_hub or sentence-transformers is imported."""
    os.environ.update(SWITCHES)
