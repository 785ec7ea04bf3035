"""Surveys and everything done with them: the blueprint `surveys`, one module a door."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

surveys = Blueprint("surveys", __name__)

# Every module of the room is read, so that each door hangs its routes on the blueprint.
for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
