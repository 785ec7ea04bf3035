"""Layers: what stands around the application, and sees a request before Flask does."""

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def put_around(app: Flask, layer: "WSGIApplication") -> None:
    """Make this the outermost layer; it was given the one that has been so, `app.wsgi_app`."""
    app.wsgi_app = layer  # type: ignore[assignment, method-assign]  # Flask's own way
