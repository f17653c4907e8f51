"""Running expressions on the files of a lake with Spark: for the files of a country.

The expressions are those of every engine, compiled to Spark's dialect. Which cluster runs them is
said where Spark itself looks for it (`SPARK_CONF_DIR`); otherwise this machine does. Needs Java and
the extra `spark`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.expr.types import Table

from motcua.indicators import conditions
from motcua.indicators.counting import Row, counted_one_by_one
from motcua.indicators.lake_engine import DOSSIERS, PROCEDURES, lake
from motcua.indicators.rules import Asked, Counted, Of
from motcua.indicators.sign_cells import Wanted, signs_one_by_one
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HERE = "127.0.0.1"
SETTINGS: Mapping[str, str] = {
    "spark.app.name": "motcua",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
}
# Only where nothing else is said: this machine alone, which nobody reaches from outside.
ALONE: Mapping[str, str] = {
    "spark.master": "local[*]",
    "spark.driver.host": HERE,
    "spark.driver.bindAddress": HERE,
    "spark.sql.shuffle.partitions": "4",
}
_UNREADABLE = ("id",)  # Spark knows no UUID; counting needs none
_TYPES = {"int16": "SMALLINT", "int32": "INT", "int64": "BIGINT"}


class NoSpark(DomainError):
    """The extra is not installed."""

    message = (
        "Chưa cài Spark. Hãy chạy “.venv/bin/uv sync --locked --inexact --no-dev --extra spark”."
    )


class TooOldForSpark(DomainError):
    """An export does not hold what follows from its facts."""

    message = "Thư mục {folder} do phiên bản cũ ghi. Hãy chạy lại ./motcua lake export."


class OnSpark:
    """The facts of a folder, as they were when it was exported."""

    def __init__(self, session: "SparkSession") -> None:
        self._session = session
        self._compiler = PySparkCompiler()

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes."""
        asked = self._compiler.to_sqlglot(expression).sql(dialect=self._compiler.dialect)
        return [row.asDict() for row in self._session.sql(asked).collect()]

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures."""
        return self.rows(counted_one_by_one(of, parts, asked, keys, conditions.EXPORTED))

    def signs(self, wanted: Wanted, asked: Asked, keys: Sequence[str]) -> list[Row]:
        """Count signs and patterns, fact by fact."""
        return self.rows(signs_one_by_one(wanted, asked, keys))


@contextmanager
def spark_lake(folder: Path, running: "SparkSession | None" = None) -> Iterator[OnSpark]:
    """Open an exported folder, in a session that is running or one of its own; refuse a folder that
    is none, or is from before files held enough."""
    with lake(folder) as on_this_machine:
        if on_this_machine.dossiers is not conditions.EXPORTED:
            raise TooOldForSpark(folder=folder)
    with nullcontext(running) if running else session() as spark:
        _view(spark, conditions.EXPORTED, folder / DOSSIERS)
        _view(spark, conditions.PROCEDURES, folder / f"{PROCEDURES}.parquet")
        yield OnSpark(spark)


@contextmanager
def session() -> Iterator["SparkSession"]:
    """Start Spark for a while; refuse where it is not installed."""
    try:
        from pyspark import SparkConf
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NoSpark from missing
    conf = SparkConf()
    for name, value in SETTINGS.items():
        conf.set(name, value)
    if not conf.contains("spark.master"):
        for name, value in ALONE.items():
            conf.setIfMissing(name, value)
    spark = SparkSession.builder.config(conf=conf).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def _view(spark: "SparkSession", known: Table, files: Path) -> None:
    """Read files as a table under the name that expressions use."""
    columns = ", ".join(
        f"`{name}` {_type_of(str(kind))}"
        for name, kind in known.schema().items()
        if name not in _UNREADABLE
    )
    spark.read.schema(columns).parquet(str(files)).createOrReplaceTempView(known.get_name())


def _type_of(kind: str) -> str:
    if kind.startswith("timestamp"):
        return "TIMESTAMP"
    return _TYPES.get(kind, kind.upper())
