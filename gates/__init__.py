"""Gates: attacks on a running system of its own, which it must withstand.

`./motcua gate NAME [--json]` makes a database below `$MOTCUA_STATE/gate`, starts what production
starts on loopback, and prints what was planned, what really hit, and what was lost or doubled; it
ends with 1 on any breach, or when less than 95 % of the planned faults hit.
"""
