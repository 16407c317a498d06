"""Calls and layers of Keras 1, and support for programs of its time on current libraries.

Files of Keras 1 are read by `keras.engine.saving.dialects.keras1`.
"""
from .old_names import old_world  # noqa: F401
