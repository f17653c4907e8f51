"""Millions of past dossiers: rows copied by PostgreSQL from those that were drawn one by one."""

from motcua.demo.bulk.load import Need, NotEnoughRoom, is_unfinished, load_more, need_of

__all__ = ["Need", "NotEnoughRoom", "is_unfinished", "load_more", "need_of"]
