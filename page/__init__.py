"""The page: answers as HTML, and the files it is served with."""
