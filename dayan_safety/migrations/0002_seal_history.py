"""On PostgreSQL the table of history refuses UPDATE and DELETE, whoever asks.

TRUNCATE stays possible: test databases are emptied by it, and a town's database role does not need the right to it.
"""

from typing import Any

from django.db import migrations

SEAL = """
CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER seal_history BEFORE UPDATE OR DELETE ON dayan_safety_action
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
"""
UNSEAL = """
DROP TRIGGER IF EXISTS seal_history ON dayan_safety_action;
DROP FUNCTION IF EXISTS refuse_change_of_history();
"""


def forward(apps: Any, schema_editor: Any) -> None:
    """Seal the table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SEAL)


def backward(apps: Any, schema_editor: Any) -> None:
    """Break the seal: only whoever may change the schema can."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNSEAL)


class Migration(migrations.Migration):
    dependencies = [("dayan_safety", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
