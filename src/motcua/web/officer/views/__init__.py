"""Pages of the officers who settle dossiers."""
