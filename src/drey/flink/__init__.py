"""Handing a program to real Apache Flink."""
