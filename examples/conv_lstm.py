"""Predicts the next image of a movie with convolutional LSTMs, and continues a movie by itself.

The script makes the movies: two bright squares that cross an image of 16 x 16 pixels, each with a
direction of its own, and bounce off its edges. A ConvLSTM2D is an LSTM whose gates are
convolutions: its state is an image, so it can tell at each place what is there and where it is
going, which no single image shows. At each step of a movie the model predicts the following image;
what it predicts last can be appended to the movie for it to go on.

After 12 epochs, two minutes on two CPU cores, the squared error of a predicted pixel is about
0.01, and that of just showing the last image again 0.071. In the picture each movie is above what
the model makes of its first seven images: it goes on well for some images before it blurs.

Reference: Shi et al. (2015), "Convolutional LSTM Network: A Machine Learning Approach for
Precipitation Nowcasting", https://arxiv.org/abs/1506.04214.
"""
import argparse

import example_pictures
import numpy as np

from keras import backend as K
from keras.layers import Conv2D, ConvLSTM2D, TimeDistributed
from keras.models import Sequential

SIZE = 16
LENGTH = 14
SQUARES = 2
FILTERS = 16
BATCH = 8
SHOWN = 7  # images of a movie before the model continues it by itself


def load_data(movies, seed):
    """Returns an array (movies, LENGTH, SIZE, SIZE, 1), or with the channel before the sizes."""
    random = np.random.RandomState(seed)
    images = np.zeros((movies, LENGTH, SIZE, SIZE), dtype='float32')
    for movie in images:
        for _ in range(SQUARES):
            side = random.randint(3, 6)
            room = SIZE - side
            start, speed = random.randint(room, size=2), random.randint(-1, 2, size=2)
            for time, image in enumerate(movie):
                # On a way to and fro, twice as long as there is room, the second half is backwards.
                y, x = room - abs((start + time * speed) % (2 * room) - room)
                image[y:y + side, x:x + side] = 1
    return np.expand_dims(images, channel_axis())


def channel_axis():
    return 2 if K.image_data_format() == 'channels_first' else -1


def build_model():
    shape = [None, SIZE, SIZE]
    shape.insert(1 if K.image_data_format() == 'channels_first' else 3, 1)
    model = Sequential()
    model.add(ConvLSTM2D(FILTERS, 5, padding='same', return_sequences=True, input_shape=shape))
    model.add(ConvLSTM2D(FILTERS, 3, padding='same', return_sequences=True))
    model.add(TimeDistributed(Conv2D(1, 3, padding='same', activation='sigmoid')))
    model.compile(loss='binary_crossentropy', optimizer='adam')
    return model


def continued(model, movies, known):
    """Returns movies whose images after the first `known` ones are predicted, one by one."""
    movies = movies.copy()
    for time in range(known, LENGTH):
        # What the model says of an image depends on those before it, whatever comes after them.
        movies[:, time] = model.predict(movies[:, :-1], batch_size=BATCH)[:, time - 1]
    return movies


def mean_squared_error(truth, predicted):
    return np.mean(np.square(truth - predicted))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=12)
    parser.add_argument('--samples', type=int, default=1000, help='how many movies')
    parser.add_argument('--picture', default='conv_lstm.png')
    options = parser.parse_args()

    movies = load_data(options.samples, 0)
    test_movies = load_data(max(32, options.samples // 10), 1)
    model = build_model()
    model.summary()
    model.fit(movies[:, :-1], movies[:, 1:], batch_size=BATCH, epochs=options.epochs, verbose=2,
              validation_data=(test_movies[:, :-1], test_movies[:, 1:]))

    # From the fourth image on: the model needs some to see where the squares are going.
    truth = test_movies[:, 3:]
    predicted = model.predict(test_movies[:, :-1], batch_size=BATCH)[:, 2:]
    print('Test error: %.4f' % mean_squared_error(truth, predicted))
    print('Error of the last image again: %.4f' % mean_squared_error(truth, test_movies[:, 2:-1]))

    guessed = continued(model, test_movies, SHOWN)
    print('Error of %d images in a row: %.4f' % (
        LENGTH - SHOWN, mean_squared_error(test_movies[:, SHOWN:], guessed[:, SHOWN:])))
    rows = [part for truth, guess in zip(test_movies[:3], guessed) for part in (truth, guess)]
    # Pixels of type uint8 are written as they are, so that all images have the same white.
    pixels = (np.concatenate(rows) * 255).astype('uint8')
    example_pictures.save_grid(options.picture, pixels, LENGTH)


if __name__ == '__main__':
    main()
