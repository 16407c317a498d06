"""Layers that change what another layer does."""
from .time_distributed import TimeDistributed
from .wrapper import Wrapper
