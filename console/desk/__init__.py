"""The one door: what the screens and the verbs of `duty` talk to."""
