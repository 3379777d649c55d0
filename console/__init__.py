"""The duty-room console."""
