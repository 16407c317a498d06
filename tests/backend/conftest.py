"""Puts this folder, with its `reference`, within reach of the tests in the folders of engines."""
