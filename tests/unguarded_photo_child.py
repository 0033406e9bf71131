"""The process that reads pictures, without what refuses them by their heads."""

from models.ink import photo_child, picture_file

if __name__ == "__main__":
    picture_file.MAX_PIXELS = picture_file.MAX_SCANS = 10**12
    photo_child.main()
