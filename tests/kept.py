"""Rows that a step of the tests committed once, to be committed again: quicker than the step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from flask import Flask
from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from backend.extensions import db

FRESH = """
UPDATE sessions SET created_at = now(), seen_at = now(),
  expires_at = now() + (expires_at - created_at)
"""
"""Whoever was signed in when a row was kept signs in now."""


@dataclass(frozen=True)
class Kept:
    """Rows of some tables, as the statements that insert them and what to fill in there."""

    sql: str
    rows: tuple[str, ...]

    @classmethod
    def of(cls, connection: Connection, wheres: Iterable[tuple[Table, str]]) -> Self:
        """The rows of these tables, parents first, that such a condition picks out."""
        statements, rows = [], []
        for table, where in wheres:
            picked = f'SELECT json_agg(t)::text FROM "{table.name}" t WHERE {where}'
            if found := connection.exec_driver_sql(picked).scalar():
                statements.append(_insert(table))
                rows.append(found)
                if table.name == "sessions":
                    ids = ", ".join(f"'{row['id']}'" for row in json.loads(found))
                    statements.append(f"{FRESH} WHERE id IN ({ids})")
        return cls(";".join(statements), tuple(rows))

    def put_back(self, app: Flask) -> bool:
        """Commit them again; gives False, and does nothing, where one of them is there already."""
        try:
            with app.app_context(), db.engine.begin() as connection:
                connection.exec_driver_sql(self.sql, self.rows)
        except IntegrityError:
            return False
        return True


def _insert(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns if column.computed is None)
    return (
        f'INSERT INTO "{table.name}" ({names})'
        f' SELECT {names} FROM json_populate_recordset(NULL::"{table.name}", %s)'
    )
