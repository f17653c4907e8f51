"""Every type of file that a component names is one that may come in."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_component_files")]
    operations = [ValidateConstraint(model_name="component", name="component_file_types_known")]
