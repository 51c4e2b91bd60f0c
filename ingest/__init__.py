"""What is on the page? Files in, documents with structure and chunks out."""
