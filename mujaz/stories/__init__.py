"""Which story an article tells: joins it to what was told before, or opens a new story.

Pure and bounded, one article after another. It refuses to merge or split stories by itself: that is an editor's right.
"""
