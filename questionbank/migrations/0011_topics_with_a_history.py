import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questionbank", "0010_drop_rows_in_one_piece"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("topic", "retired_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="TopicEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("added", "Added to the topics"), ("renamed", "Renamed"), ("moved", "Moved under another topic"), ("reordered", "Moved up or down"), ("retired", "Retired"), ("restored", "Taken into use again")], max_length=10)),
                ("before", models.CharField(blank=True, max_length=200)),
                ("after", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="questionbank.topic")),
            ],
        ),
    ]
