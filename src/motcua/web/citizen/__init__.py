"""The citizens' portal: find a procedure, file, follow, fetch the result."""
