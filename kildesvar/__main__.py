"""``python -m kildesvar`` is the same as ``kildesvar``."""

from .commands import main

main()
