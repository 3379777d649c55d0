"""The pictures of README, taken of the real program: `python -m tests.pictures` (needs DejaVu Sans Mono and Noto Sans Mono CJK)."""
