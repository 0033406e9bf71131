"""What Inkling is measured against: each does the same whole job, strokes in, guesses and maps out.

The same network, the same preprocessing, the same maps: what differs is the server around them.
"""
