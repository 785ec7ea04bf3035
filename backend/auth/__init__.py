"""Signing in and out: the blueprint `auth`."""

from backend.auth.routes import auth

__all__ = ["auth"]
