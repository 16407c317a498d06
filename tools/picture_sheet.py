"""Puts the pictures that the examples write into the documentation.

    python3 dev.py python tools/picture_sheet.py PICTURE ...

The name of each file must be that of the example. All pictures are on one sheet, docs/examples.png,
with the names below, and each is in docs/examples/ for the page of its example.
"""
import argparse
import os

from PIL import Image, ImageDraw

DOCS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'docs')
WIDTH, MARGIN, CAPTION = 1200, 8, 16
# The largest pictures on the sheet, and on a page.
ON_SHEET, ON_PAGE = (390, 300), (760, 760)


def scaled(path, largest):
    """Returns a picture that fits into a size; the pixels of small ones are repeated."""
    picture = Image.open(path).convert('RGB')
    scale = min(largest[0] / picture.width, largest[1] / picture.height)
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
    save(sheet([(name, scaled(path, ON_SHEET)) for name, path in zip(names, paths)]), 'examples')
    for name, path in zip(names, paths):
        save(scaled(path, ON_PAGE), os.path.join('examples', name))


def save(picture, name):
    path = os.path.join(DOCS, name + '.png')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    picture.quantize(256).save(path, optimize=True)
    print(path)


if __name__ == '__main__':
    main()
