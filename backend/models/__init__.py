"""The tables, their verbs, and all SQL."""

from importlib import import_module
from pkgutil import iter_modules

# Every module of the room is read, so that the metadata knows every table.
for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
