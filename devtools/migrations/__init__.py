"""What migrations are held to: expand now, contract a release later, and never block anybody."""
