"""Ops written once, on top of other ops, for all engines."""
