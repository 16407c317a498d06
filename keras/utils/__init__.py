"""Utilities: data files, labels, progress bars, custom objects."""
