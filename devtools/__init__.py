"""What only developers run: an embedded PostgreSQL, a local OpenID Connect provider, the server."""
