"""Mirror of ``pyflink.datastream.time_characteristic`` of PyFlink until 1.20."""

from drey.pyflink.legacy.stream_names import TimeCharacteristic

__all__ = ["TimeCharacteristic"]
