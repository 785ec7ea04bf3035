"""Builds the container's image without a container engine, runs it, and looks whether it holds."""
