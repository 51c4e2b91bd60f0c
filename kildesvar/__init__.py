"""The command line: reads options, calls the stages, prints. It decides nothing."""

__version__ = "0.1.0"
