"""Tests of drills: scenarios, what is heard when, the score."""
