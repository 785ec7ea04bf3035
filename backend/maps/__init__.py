"""Maps, drawn on the server: no browser asks anybody else for them."""
