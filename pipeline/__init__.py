"""Mujaz's work: an article's journey from posted to delivered, in steps that may be run twice."""
