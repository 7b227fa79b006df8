"""Stands for the Python side of the engine."""

QUERIES = 22
