"""Tests of drills as they are played."""
