"""Ingestion: what is on the pages."""
