"""Puts the pictures that the examples write onto one sheet, docs/examples.png.

    python3 dev.py python tools/picture_sheet.py PICTURE ...

Under each picture stands the name of its file, which should be that of the example.
"""
import argparse
import os

from PIL import Image, ImageDraw

SHEET = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                     'docs', 'examples.png')
WIDTH, LARGEST, MARGIN, CAPTION = 1200, (390, 300), 8, 16


def scaled(path):
    """Returns a picture in the size that it has on the sheet: small ones keep their pixels."""
    picture = Image.open(path).convert('RGB')
    scale = min(LARGEST[0] / picture.width, LARGEST[1] / picture.height)
    if scale >= 2:
        return picture.resize([int(scale) * side for side in picture.size], Image.NEAREST)
    if scale < 1:
        return picture.resize([max(1, int(scale * side)) for side in picture.size], Image.LANCZOS)
    return picture


def in_rows(pictures):
    """Returns lists of (name, picture) that fit side by side, with similar heights together."""
    rows, used = [[]], 0
    for name, picture in sorted(pictures, key=lambda pair: (-pair[1].height, pair[0])):
        if rows[-1] and used + picture.width + MARGIN > WIDTH - MARGIN:
            rows.append([])
            used = 0
        rows[-1].append((name, picture))
        used += picture.width + MARGIN
    return rows


def sheet(pictures):
    rows = in_rows(pictures)
    heights = [max(picture.height for _, picture in row) + CAPTION + MARGIN for row in rows]
    image = Image.new('RGB', (WIDTH, sum(heights) + MARGIN), 'white')
    pen = ImageDraw.Draw(image)
    y = MARGIN
    for row, height in zip(rows, heights):
        x = MARGIN
        for name, picture in row:
            image.paste(picture, (x, y))
            pen.text((x, y + picture.height + 2), name, fill='black')
            x += picture.width + MARGIN
        y += height
    return image


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('pictures', nargs='+')
    paths = parser.parse_args().pictures
    names = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    picture = sheet([(name, scaled(path)) for name, path in zip(names, paths)])
    picture.quantize(256).save(SHEET, optimize=True)
    print('The sheet is in', SHEET)


if __name__ == '__main__':
    main()
