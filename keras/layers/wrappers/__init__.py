"""Layers that wrap other layers."""
from .bidirectional import Bidirectional
from .time_distributed import TimeDistributed
from .wrapper import Wrapper
