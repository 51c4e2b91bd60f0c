"""The product's version, as reports and exports state it."""

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """Returns the version that is installed, "" when the program runs without having been installed."""
    try:
        return version("kildesvar")
    except PackageNotFoundError:
        return ""
