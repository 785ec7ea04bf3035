"""Backups: one file with every row of one moment, and the way back into an empty database."""

from backend.backup.errors import BackupError
from backend.backup.restoring import Restored, restore
from backend.backup.taking import Taken, take

__all__ = ["BackupError", "Restored", "Taken", "restore", "take"]
