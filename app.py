"""The page of Kildesvar."""
