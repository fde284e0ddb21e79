"""Mirror of ``pyflink.testing``: base classes and sinks for a project's own tests."""
