"""Filing a whole application through HTTP, and nothing else: CPU, rate and waiting time.

`./motcua bench submit [--json] [--seconds N] [--dossiers N]`; how it is measured says `lifecycle`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench.lifecycle import main

if __name__ == "__main__":
    sys.exit(main("submit", "submit"))
