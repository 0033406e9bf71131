"""The web server: pages, API, live channel. The networks themselves live in `models`."""

from importlib.metadata import version

__version__ = version("inkling")
