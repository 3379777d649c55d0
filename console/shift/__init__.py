"""The shift: who is on duty, handovers, and what belongs to the room rather than to one event. Pure."""
