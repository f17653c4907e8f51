"""The shared kernel: identifiers, actors, errors, text, sealing, expressions. Plain Python."""
