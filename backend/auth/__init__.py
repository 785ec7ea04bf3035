"""Signing in and out: the blueprint `auth`."""

from backend.auth import account
from backend.auth.routes import auth

__all__ = ["account", "auth"]
