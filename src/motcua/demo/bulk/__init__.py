"""Millions of past dossiers: rows copied by PostgreSQL from those that were drawn one by one."""

from motcua.demo.bulk.load import Need, forget, is_unfinished, load_more, need_of, require_room

__all__ = ["Need", "forget", "is_unfinished", "load_more", "need_of", "require_room"]
