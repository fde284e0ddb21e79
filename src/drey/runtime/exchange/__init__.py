"""How elements travel between parallel subtasks, in one process or between worker processes of one machine."""

from drey.runtime.exchange.data_plane import DataPlane
from drey.runtime.exchange.errors import ExchangeError
from drey.runtime.exchange.input_gate import InputGate
from drey.runtime.exchange.limits import ExchangeLimits
from drey.runtime.exchange.output_gate import OutputGate
from drey.runtime.exchange.partitioners import Partitioner, partitioner

__all__ = [
    "DataPlane",
    "ExchangeError",
    "ExchangeLimits",
    "InputGate",
    "OutputGate",
    "Partitioner",
    "partitioner",
]
