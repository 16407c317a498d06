"""What is left of Keras 1, and what lets programs of its years run on the libraries of today."""
from .old_names import old_world  # noqa: F401
