"""Mujaz's conversation: a file for each thing that people come to do. No SQL, no HTTP, no sentences."""
