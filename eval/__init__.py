"""How good is it? Questions with known answers in, one table out. Nothing imports this package but the command line."""
