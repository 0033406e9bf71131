"""The work behind the routes: plain objects that know nothing of the web."""
