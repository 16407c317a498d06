"""Names that Pillow had before release 10."""

NAMES = {
    'PIL.Image': {
        'ANTIALIAS': 'PIL.Image.Resampling.LANCZOS',
        'LINEAR': 'PIL.Image.Resampling.BILINEAR',
        'CUBIC': 'PIL.Image.Resampling.BICUBIC',
    },
    'PIL.ImageDraw': {'ImageDraw.textsize': 'keras.legacy.old_names.pillow_functions.textsize'},
    'PIL.ImageFont': {
        'FreeTypeFont.getsize': 'keras.legacy.old_names.pillow_functions.getsize',
        'ImageFont.getsize': 'keras.legacy.old_names.pillow_functions.getsize',
    },
}
