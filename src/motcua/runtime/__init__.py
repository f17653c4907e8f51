"""The state folder, its keys, the embedded PostgreSQL and the processes we start.

Plain Python: nothing here knows Django or any app.
"""
