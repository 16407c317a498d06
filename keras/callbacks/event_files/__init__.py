"""Event files, which TensorBoard reads, written without it."""
from .graph import graph_of_layers
from .histogram import Histogram
from .projector import write_projection
from .summary import histogram_value, image_value, scalar_value, summary
from .writer import EventWriter
