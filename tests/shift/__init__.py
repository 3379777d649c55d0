"""Tests of the shift: handover and questions."""
