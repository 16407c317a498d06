"""Functions that Pillow has removed."""


def textsize(self, text, font=None, *args, **kwargs):
    """Returns the width and height of a text to draw, in pixels."""
    return _extent(self.textbbox((0, 0), text, font, *args, **kwargs))


def getsize(self, text, *args, **kwargs):
    """Returns the width and height of a text in a font, in pixels."""
    return _extent(self.getbbox(text, *args, **kwargs))


def _extent(box):
    # Sizes were counted from the origin, not from the first pixel.
    return tuple(box[2:])
