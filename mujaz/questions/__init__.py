"""Questions in plain words, answered with a sentence of the archive, or not at all."""
