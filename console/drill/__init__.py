"""Drills: scenarios, what is played when, and the score against the plan. Pure: no clock, no disk but to read."""
