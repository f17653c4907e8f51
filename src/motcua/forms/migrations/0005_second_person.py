"""Versions that are there already are looked at too: none was published by its proposer."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forms", "0004_one_draft")]
    operations = [ValidateConstraint("formversion", "form_published_by_a_second_person")]
