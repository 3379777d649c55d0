"""The screens of the console, one a file, each with its style sheet beside it."""
