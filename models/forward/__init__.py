"""One forward pass, looked at: traced, described, and exported as a graph for the server."""
