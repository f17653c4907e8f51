"""The portal of reform: yearly indices, scoring templates, self-assessments of agencies."""
