"""Places and their clocks: what people call a place, and the time zone in which it lies. Knows nothing of readers."""
