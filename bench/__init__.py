"""What `make bench` measures: each figure is a median of several rounds, taken side by side."""
