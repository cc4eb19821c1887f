from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0006_projects'),
        ('committee', '0005_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='more_units',
            field=models.ManyToManyField(blank=True, related_name='events_joined', to='committee.unit', verbose_name='units taking part'),
        ),
    ]
