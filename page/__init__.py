"""The page that members see: rendering, what the browser may ask for, and its two static files."""
