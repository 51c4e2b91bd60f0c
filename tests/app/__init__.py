"""The page: rendering, and the whole in a browser."""
