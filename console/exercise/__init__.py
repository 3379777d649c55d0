"""Drills as they are played: a desk of their own, a clock of their own, a record, and the director's orders."""
