"""Small parts of the screens; each gets what it shows and asks for nothing."""
