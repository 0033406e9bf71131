"""Screens that the lab is used on: width and height in CSS pixels."""

SCREENS = {"laptop": (1440, 900), "projector": (1024, 768), "phone": (390, 844)}
