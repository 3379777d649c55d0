"""Drills on the screen: the trainee's console, the director's window, the demonstration."""
