import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0009_move_waiting_rows")]

    operations = [
        migrations.RemoveField("importbatch", "rows"),
        migrations.AlterField("importrow", "batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="questionbank.importbatch")),
    ]
