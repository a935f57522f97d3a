from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contests", "0026_fixed_papers")]

    operations = [
        migrations.AddField(model_name="entrant", name="reminded_on", field=models.DateField(null=True)),
    ]
