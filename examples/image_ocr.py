"""Reads words in pictures with a convnet, a recurrent network and CTC, letter by letter.

The script paints the pictures: words of three to five letters drawn at random, so that no letter
can be guessed from the others, small or large, somewhere in the picture, rotated, and in noise. The
convnet looks at all places of a picture at once. Its columns, from left to right, are the time
steps of a bidirectional GRU, which tells at each step which letter is there. CTC lets it learn this
from the words alone, without being told where in the picture each letter is.

With 10,000 words, of 1,000 others 93% are read without an error after 12 epochs, two
minutes on two CPU cores; 2% of the letters are wrong. In the first four epochs little seems to
happen: that is how CTC begins, with blanks everywhere.

Reference: Shi, Bai and Yao (2015), "An End-to-End Trainable Neural Network for Image-based Sequence
Recognition and Its Application to Scene Text Recognition", https://arxiv.org/abs/1507.05717.
"""
import argparse

import example_ctc
import example_pictures
import numpy as np
from PIL import Image, ImageDraw

from keras import backend as K
from keras.layers import (
    GRU,
    Bidirectional,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    Permute,
    TimeDistributed,
)
from keras.models import Model
from keras.optimizers import Adam

LETTERS = 'abcdefghijklmnopqrstuvwxyz'
HEIGHT, WIDTH = 28, 80
FILTERS = 32
UNITS = 64
SHOWN = 24


def load_data(samples, seed):
    """Returns images (samples, HEIGHT, WIDTH, 1) or with the channel first, and lists of labels."""
    random = np.random.RandomState(seed)
    words = [random.randint(len(LETTERS), size=random.randint(3, 6)).tolist()
             for _ in range(samples)]
    images = np.array([paint(text_of(word), random) for word in words])
    return np.expand_dims(images, 1 if K.image_data_format() == 'channels_first' else 3), words


def text_of(labels):
    return ''.join(LETTERS[label] for label in labels)


def paint(text, random):
    """Returns an array (HEIGHT, WIDTH) with a text in white on black, and noise."""
    image = Image.new('L', (100, 30))
    ImageDraw.Draw(image).text((5, 5), text, fill=255)
    image = image.crop(image.getbbox())  # without the black around it
    width = len(text) * random.uniform(9, 15)
    height = random.uniform(.8, 1.2) * width * image.height / image.width
    image = image.resize((int(width), int(height)), Image.BICUBIC)
    image = image.rotate(random.uniform(-7, 7), Image.BICUBIC, expand=True)
    image.thumbnail((WIDTH, HEIGHT))  # makes it smaller where it would not fit in
    x, y = random.randint(WIDTH - image.width + 1), random.randint(HEIGHT - image.height + 1)
    picture = Image.new('L', (WIDTH, HEIGHT))
    picture.paste(image, (x, y))
    pixels = np.array(picture, dtype='float32') / 255 * random.uniform(.5, 1)
    return pixels + random.normal(0, random.uniform(0, .15), pixels.shape).astype('float32')


def build_model():
    first = K.image_data_format() == 'channels_first'
    image = Input((1, HEIGHT, WIDTH) if first else (HEIGHT, WIDTH, 1))
    x = Conv2D(FILTERS, 3, padding='same', activation='relu')(image)
    x = MaxPooling2D(2)(x)
    x = Conv2D(2 * FILTERS, 3, padding='same', activation='relu')(x)
    x = MaxPooling2D(2)(x)
    # Columns become time steps: (width, height, channels), or (width, channels, height).
    x = Permute((3, 1, 2) if first else (2, 1, 3))(x)
    x = TimeDistributed(Flatten())(x)
    x = Dense(UNITS, activation='relu')(x)
    x = Bidirectional(GRU(UNITS, return_sequences=True))(x)
    return Model(image, Dense(len(LETTERS) + 1, activation='softmax')(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=12)
    parser.add_argument('--samples', type=int, default=10000, help='how many words')
    parser.add_argument('--picture', default='image_ocr.png')
    options = parser.parse_args()

    images, words = load_data(options.samples, 0)
    test_images, test_words = load_data(max(100, options.samples // 10), 1)
    reader = build_model()
    reader.summary()
    example_ctc.train(reader, (images, words), (test_images, test_words), Adam(0.002),
                      batch_size=32, epochs=options.epochs, verbose=2)

    guesses = example_ctc.read(reader, test_images)
    example_pictures.save_grid(options.picture, test_images[:SHOWN], 3)
    for word, guess in list(zip(test_words, guesses))[:9]:
        print('%-5s is read as %s' % (text_of(word), text_of(guess)))
    print('Test error of letters: %.4f' % example_ctc.error_rate(guesses, test_words))
    print('Test accuracy of whole words: %.4f' % np.mean([
        guess == word for guess, word in zip(guesses, test_words)]))


if __name__ == '__main__':
    main()
