"""Wraps models for use with other libraries."""
from . import scikit_learn
