

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0002_stock'),
        ('committee', '0005_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='safetyday',
            name='plan_ahead',
            field=models.PositiveSmallIntegerField(default=14, help_text='So many days before it the portal asks for a campaign; 0: none is needed.', validators=[django.core.validators.MaxValueValidator(180)], verbose_name='days ahead its campaign is planned'),
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='removed at')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('theme', models.CharField(blank=True, max_length=100, verbose_name='theme of the year')),
                ('first_on', models.DateField(verbose_name='begins on')),
                ('last_on', models.DateField(verbose_name='ends on')),
                ('text', models.TextField(blank=True, verbose_name='arrangements')),
                ('planned_events', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='events planned')),
                ('planned_contests', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='contests planned')),
                ('planned_drills', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='drills planned')),
                ('planned_trainings', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='trainings planned')),
                ('planned_people', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='head-count planned')),
                ('planned_copies', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000)], verbose_name='copies planned')),
                ('summary', models.TextField(blank=True, verbose_name='summing up')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='committee.workinggroup', verbose_name='working group')),
                ('safety_day', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='campaigns.safetyday', verbose_name='safety day')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-first_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='campaigns.campaign', verbose_name='campaign'),
        ),
        migrations.AddField(
            model_name='stockentry',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stock_entries', to='campaigns.campaign', verbose_name='campaign'),
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(fields=['-first_on', '-id'], name='campaign_newest'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('name',), name='one_campaign_a_name', violation_error_message='There is a campaign of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='campaign_ends_later'),
        ),
    ]
