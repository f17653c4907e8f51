"""Backups of a state folder: the database, its write-ahead log, the files and the keys.

PostgreSQL's own programs make and check the copies of the database; everything that leaves the
state folder is encrypted in the age format, so that `age` alone can open it.
"""
