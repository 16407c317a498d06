"""Layers that change what another layer does."""
from .bidirectional import Bidirectional
from .time_distributed import TimeDistributed
from .wrapper import Wrapper
