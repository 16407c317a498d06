"""Calls and layers of Keras 1, and what lets programs of its years run on the libraries of today.

What Keras 1 wrote to files is read by `keras.engine.saving.dialects.keras1`.
"""
from .old_names import old_world  # noqa: F401
