"""A drawing or a picture becomes a network's input: lines, raster, preprocessing, photos."""
