"""What PyFlink 1.9 to 1.20 offered and 2.x dropped; each use warns and shows today's spelling."""
