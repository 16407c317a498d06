"""Shows how sure a network is of its predictions, by dropout at work in prediction, too.

The script makes the data itself: noisy points of a curve, none of them in a gap in the middle and
none beyond the ends. Where there are no points, a network predicts something all the same. With
Dropout at work, each prediction comes from another part of the network: where there were points to
learn from, these parts agree, and elsewhere they differ. Their mean is the prediction, and their
standard deviation tells how little to trust it. This is known as Monte Carlo dropout.

After 300 epochs, less than half a minute on a CPU, the deviation is about 0.07 where there are
points, 0.15 in the gap, and 0.3 beyond the ends. It is a hint, and no bound: beyond the ends, the
error is 1.2. The plot shows this.

Usually, Dropout works in training alone. Called with `training=True`, it works always. (In a model
that is already trained, the same comes from `K.function([model.input, K.learning_phase()],
[model.output])`, with 1 as its second input.)

Reference: Gal and Ghahramani (2015), "Dropout as a Bayesian Approximation: Representing Model
Uncertainty in Deep Learning", https://arxiv.org/abs/1506.02142.
"""
import argparse

import numpy as np
from example_pictures import save_plot

from keras.layers import Dense, Dropout, Input
from keras.models import Model
from keras.regularizers import l2

SAMPLES = 400
UNITS = 100
RATE = 0.1
# Points are from -FAR to -NEAR and from NEAR to FAR.
NEAR, FAR = 0.7, 2
NOISE = 0.1


def curve(x):
    return np.sin(3 * x) + 0.3 * x


def load_data(samples):
    """Returns x and y, arrays (samples, 1): noisy points of the curve, with a gap around 0."""
    random = np.random.RandomState(0)
    x = random.uniform(NEAR, FAR, (samples, 1)) * random.choice([-1, 1], (samples, 1))
    return x, curve(x) + random.normal(0, NOISE, x.shape)


def build_model():
    x = Input((1,))
    y = x
    for _ in range(3):
        y = Dense(UNITS, activation='relu', kernel_regularizer=l2(1e-5))(y)
        y = Dropout(RATE)(y, training=True)
    model = Model(x, Dense(1)(y))
    model.compile(loss='mse', optimizer='adam')
    return model


def predict(model, x, times):
    """Returns the mean and the standard deviation of many predictions for each x."""
    # Dropout leaves out other units for each row, and so for each copy of an x.
    predictions = model.predict(np.tile(x, (times, 1)), batch_size=1024)
    predictions = predictions.reshape(times, len(x))
    return predictions.mean(axis=0), predictions.std(axis=0)


def draw(pyplot, points, x, mean, deviation):
    pyplot.figure(figsize=(9, 5))
    for width, alpha, label in [(2, 0.2, '2 standard deviations'), (1, 0.4, '1 of them')]:
        pyplot.fill_between(x, mean - width * deviation, mean + width * deviation,
                            color='C0', alpha=alpha, linewidth=0, label=label)
    pyplot.plot(x, mean, 'C0', label='prediction')
    pyplot.plot(x, curve(x), 'k--', linewidth=1, label='curve')
    pyplot.plot(points[0], points[1], '.', color='C1', markersize=3, label='training points')
    pyplot.xlim(x[0], x[-1])
    pyplot.ylim(-4, 4)
    pyplot.legend(loc='upper left')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=300)
    parser.add_argument('--samples', type=int, default=SAMPLES)
    parser.add_argument('--times', type=int, default=200, help='how often to predict')
    parser.add_argument('--picture', default='uncertainty.png', help='where the plot goes')
    options = parser.parse_args()
    np.random.seed(7)

    points = load_data(options.samples)
    model = build_model()
    model.fit(*points, batch_size=32, epochs=options.epochs, verbose=0)
    x = np.linspace(-2 * FAR, 2 * FAR, 321)
    mean, deviation = predict(model, x.reshape(-1, 1), options.times)
    regions = [('where points are', (abs(x) > NEAR) & (abs(x) < FAR)),
               ('in the gap', abs(x) < NEAR / 2), ('beyond the ends', abs(x) > 1.25 * FAR)]
    for name, region in regions:
        error = np.abs(mean - curve(x))[region].mean()
        print('Uncertainty %s: %.4f, error: %.4f' % (name, deviation[region].mean(), error))
    save_plot(options.picture, lambda pyplot: draw(pyplot, points, x, mean, deviation))


if __name__ == '__main__':
    main()
