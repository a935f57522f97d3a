"""Rosters of units, requests to correct them, and what the board rules about units."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("contests", "0022_unit_rules"),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster_sets', to='contests.contest')),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='roster_sets', to='contests.round')),
            ],
        ),
        migrations.CreateModel(
            name='RosterRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.JSONField()),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('asked_at', models.DateTimeField()),
                ('accepted', models.BooleanField(null=True)),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='contests.rosterset')),
            ],
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.CharField(blank=True, max_length=20, verbose_name='block')),
                ('headcount', models.PositiveIntegerField(verbose_name='people')),
                ('exempted', models.PositiveIntegerField(default=0, verbose_name='exempted')),
                ('exempt_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the exemption')),
                ('named', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rosters', to='contests.rosterset')),
            ],
        ),
        migrations.CreateModel(
            name='RosterUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField()),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='contests.rosterset')),
            ],
        ),
        migrations.CreateModel(
            name='UnitRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('out', 'not ranked'), ('in', 'ranked again'), ('order', 'order among equals')], max_length=5)),
                ('units', models.JSONField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('decided_at', models.DateTimeField()),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_rulings', to='contests.contest')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unit_rulings', to='contests.round')),
            ],
        ),
        migrations.CreateModel(
            name='RosterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=120, verbose_name='full name')),
                ('full_name_folded', models.CharField(editable=False, max_length=120)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='staff code')),
                ('position_group', models.CharField(blank=True, max_length=60, verbose_name='position group')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('exempt_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the exemption')),
                ('reminded_on', models.DateField(null=True)),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contests.roster')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roster_lines', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('roster', 'user'), name='an_account_once_on_a_roster'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('roster', 'code'), name='a_code_once_on_a_roster')],
            },
        ),
        migrations.AddConstraint(
            model_name='rosterset',
            constraint=models.UniqueConstraint(condition=models.Q(('round__isnull', True)), fields=('contest',), name='one_roster_set_of_a_contest'),
        ),
        migrations.AddConstraint(
            model_name='rosterset',
            constraint=models.UniqueConstraint(fields=('round',), name='one_roster_set_of_a_round'),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.UniqueConstraint(fields=('set', 'unit'), name='one_roster_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.CheckConstraint(condition=models.Q(('exempted__lte', models.F('headcount'))), name='no_more_exempted_than_people'),
        ),
    ]
