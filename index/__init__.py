"""Where might it stand? Chunks in, ranked hits out."""
