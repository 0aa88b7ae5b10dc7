"""The two databases: tables, connections and migrations."""
