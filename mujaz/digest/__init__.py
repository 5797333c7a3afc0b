"""From articles to the letters of a digest: choose, render, split. Pure; knows nothing of who sends them."""
