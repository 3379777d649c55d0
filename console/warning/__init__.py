"""Warnings (预警): what was issued, by whom, where and until when. Pure; CAP files are read from bytes."""
