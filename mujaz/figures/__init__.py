"""Figures in Arabic news («بالأرقام»): found in a text, chosen for a digest, said in words."""
