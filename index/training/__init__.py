"""Trains the bundled static embedding model: ``python -m index.training``. Nothing imports this package."""
