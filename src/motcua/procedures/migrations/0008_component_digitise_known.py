"""Every component says one of the known reasons for digitising."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procedures", "0007_component_digitise")]
    operations = [ValidateConstraint(model_name="component", name="component_digitise_known")]
