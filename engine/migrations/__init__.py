"""The steps by which a database comes to the present schema; engine.store.migrating runs them."""
