"""Between a connection and a route: what every request, and every live channel, goes through."""
