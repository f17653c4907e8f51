"""The n-th query, commit, file operation or call of whatever runs in this thread fails."""

import errno
import http.client
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import obstore
import psycopg
from django.db import connection
from obstore.exceptions import GenericError

# What a query fails with: the database itself raises it, so the transaction is as broken as then.
STATES = {
    "lock timeout": "55P03",
    "deadlock": "40P01",
    "statement timeout": "57014",
    "disk full": "53100",
}
LOST, COMMIT, FILE, CALL = "connection lost", "lost at commit", "file", "call"
KINDS = (LOST, *STATES, COMMIT, FILE, CALL)


class Nth:
    """Counts operations of one kind and has the n-th fail; 0 counts only."""

    def __init__(self, kind: str, n: int, side: "psycopg.Connection[Any]") -> None:
        self._kind, self._n, self._side = kind, n, side
        self.seen = 0

    @property
    def hit(self) -> bool:
        """Say whether the fault was met."""
        return 0 < self._n <= self.seen

    def _is_it(self) -> bool:
        self.seen += 1
        return self.seen == self._n

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Watch what is done inside."""
        if self._kind == COMMIT:
            watched: Any = _instead(connection, "_commit", self._before(connection._commit))
        elif self._kind == FILE:
            watched = _all_files(self._file)
        elif self._kind == CALL:
            watched = _all_calls(self._called)
        else:
            watched = connection.execute_wrapper(self._query)
        with watched:
            yield

    def _query(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: Any
    ) -> object:
        if self._is_it():
            if self._kind == LOST:
                self._lose()
            else:
                code = STATES[self._kind]
                sql = f"DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{code}'; END $$"
                params, many = None, False
        return execute(sql, params, many, context)

    def _before(self, commit: Callable[[], None]) -> Callable[[], None]:
        def committed() -> None:
            if self._is_it():
                self._lose()
            commit()

        return committed

    def _lose(self) -> None:
        """Have the backend of this thread ended, as when a machine goes away."""
        line = connection.connection
        assert line is not None
        self._side.execute("SELECT pg_terminate_backend(%s, 2000)", [line.info.backend_pid])

    def _file(self) -> None:
        if self._is_it():
            raise OSError(errno.ENOSPC, "planted")

    def _called(self) -> None:
        if self._is_it():
            raise ConnectionRefusedError("planted")


@contextmanager
def _instead(holder: Any, name: str, what: Callable[..., Any]) -> Iterator[None]:
    """Have something else stand under a name for as long as this lasts."""
    original = getattr(holder, name)
    setattr(holder, name, what)
    try:
        yield
    finally:
        setattr(holder, name, original)


@contextmanager
def _all_calls(before: Callable[[], None]) -> Iterator[None]:
    """Have something run before each call to another system, the store of files included."""

    def first(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            before()
            return act(*given, **named)

        return acted

    def of_store(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            try:
                before()
            except ConnectionRefusedError as refusal:
                raise GenericError(str(refusal)) from refusal
            return act(*given, **named)

        return acted

    line = http.client.HTTPConnection
    with (
        _instead(line, "connect", first(line.connect)),
        _instead(obstore, "head", of_store(obstore.head)),
        _instead(obstore, "put", of_store(obstore.put)),
        _instead(obstore, "get", of_store(obstore.get)),
        _instead(obstore, "delete", of_store(obstore.delete)),
    ):
        yield


@contextmanager
def _all_files(before: Callable[[], None]) -> Iterator[None]:
    """Have something run before each write, fsync, rename, new folder and new temporary file."""

    def first(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            before()
            return act(*given, **named)

        return acted

    def opened(*given: Any, **named: Any) -> Any:
        return _Written(open_file(*given, **named), before)

    open_file = os.fdopen
    with (
        _instead(os, "fsync", first(os.fsync)),
        _instead(os, "replace", first(os.replace)),
        _instead(os, "mkdir", first(os.mkdir)),
        _instead(tempfile, "mkstemp", first(tempfile.mkstemp)),
        _instead(os, "fdopen", opened),
    ):
        yield


class _Written:
    """A file whose writes may fail."""

    def __init__(self, file: Any, before: Callable[[], None]) -> None:
        self._file, self._before = file, before

    def __enter__(self) -> "_Written":
        self._file.__enter__()
        return self

    def __exit__(self, *raised: Any) -> Any:
        return self._file.__exit__(*raised)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: Any) -> Any:
        """Write, unless this is the one that fails."""
        self._before()
        return self._file.write(content)

    def writelines(self, blocks: Any) -> None:
        """Write one after the other."""
        for one in blocks:
            self.write(one)
