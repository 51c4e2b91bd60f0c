"""Search: models, fields, ranking."""
