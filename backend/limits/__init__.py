"""Limits: how much one address, or one person, may do in a while; see docs/limits.md."""
