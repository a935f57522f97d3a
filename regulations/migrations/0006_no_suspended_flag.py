from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("regulations", "0005_suspended_documents")]

    operations = [migrations.RemoveField(model_name="document", name="suspended")]
