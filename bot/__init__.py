"""Mujaz's life: settings, wiring, waking, stopping. No step of the journey is decided here."""
