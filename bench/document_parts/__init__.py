"""What `./motcua bench documents` measures: one module each, with `measure(seconds)`.

It returns figures as `bench.documents` writes them: what, measured, unit, and where there is one a
target with whether it is met.
"""
