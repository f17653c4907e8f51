"""Let `python -m motcua.cli` be what `./motcua` runs."""

from motcua.cli.commands import main

main()
