"""The routes of the HTTP API and the live channel: one file for each resource."""
