"""When somebody wants to be written to: presets, and times, days, pauses and quiet hours as people type them."""
