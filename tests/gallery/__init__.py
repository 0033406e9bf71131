"""Every room of the page in each of its states, on one page that only this package serves."""
