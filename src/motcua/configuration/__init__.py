"""What takes effect for everybody and is set by two persons: one proposes, another puts in force.

Here are the proposals and who answers for them. What is put in force is kept, as before, by the app
that it belongs to.
"""
