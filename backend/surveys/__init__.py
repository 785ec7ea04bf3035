"""Surveys and everything done with them: the blueprint `surveys`, one module a door."""

from flask import Blueprint

surveys = Blueprint("surveys", __name__)
