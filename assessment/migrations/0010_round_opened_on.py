from django.db import migrations, models
from django.db.models.functions import TruncDate


def opened_when_it_last_changed(apps, schema_editor):
    """Of rounds opened before the day was kept the portal knows only when they were last written."""
    rounds = apps.get_model("assessment", "Round").objects.exclude(state="set_up")
    rounds.update(opened_on=TruncDate("updated_at"))


class Migration(migrations.Migration):
    dependencies = [("assessment", "0009_more_kinds_of_evidence")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="opened_on",
            field=models.DateField(editable=False, null=True, verbose_name="opened on"),
        ),
        migrations.RunPython(opened_when_it_last_changed, migrations.RunPython.noop),
    ]
