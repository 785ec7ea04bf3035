"""Surveys and everything done with them: the blueprint `surveys`, one module a door."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

from backend.questionnaire.types import TEMPLATES

# `types/<kind>.html`, the template of a kind of question, stands beside its code.
surveys = Blueprint("surveys", __name__, template_folder=TEMPLATES.parent)

# Every module of the room is read, so that each door hangs its routes on the blueprint.
for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
