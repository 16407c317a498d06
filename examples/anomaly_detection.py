"""Finds what is wrong in a series of measurements, with an autoencoder that saw only what is right.

The script makes the data itself: a row of pulses like heartbeats, of somewhat varying length and
height. In the second half, some pulses are missing, doubled or upside down, and there are bursts
of noise. Or else `--data FILE` names a text file with two columns separated by a comma: values, and
1 where something is wrong, else 0. Only the rows before the first 1 are learned from.

An autoencoder squeezes each window of the series through a few numbers, and restores it from them.
It learns to do that for normal windows, for which a few numbers are enough. It fails at what it
never saw: the squared error of what it restores is the score of each step. No examples of faults
are needed; the labels serve only to compute the area under the ROC curve (AUC), which is the
probability that a wrong step has a higher score than a normal one. After 20 epochs, less than half
a minute on two CPU cores, it is 0.98, and that of the distance from the mean is 0.63. Nearly all
wrong steps are above the threshold, but so are 13% of the others, most of them next to a fault:
the plot shows this.

Reference: Sakurada and Yairi (2014), "Anomaly Detection Using Autoencoders with Nonlinear
Dimensionality Reduction", https://doi.org/10.1145/2689746.2689747.
"""
import argparse

import numpy as np
from example_pictures import save_plot
from sklearn.metrics import roc_auc_score

from keras.layers import Conv1D, Dense, Flatten, Reshape, UpSampling1D
from keras.models import Sequential

STEPS = 20000
PULSE = 40
WINDOW = 64
CODE_SIZE = 6


def make_pulse(random, fault):
    """Returns the values of one pulse; `fault` is None or the name of what is wrong."""
    time = np.linspace(0, 1, int(random.uniform(0.9, 1.1) * PULSE))
    height = random.uniform(0.9, 1.1)
    if fault == 'missing':
        height = 0
    elif fault == 'upside down':
        height = -height
    elif fault == 'doubled':
        time = time * 2 % 1
    pulse = np.exp(-((time - 0.3) / 0.04) ** 2) + 0.3 * np.exp(-((time - 0.6) / 0.1) ** 2)
    return height * pulse + random.normal(0, 0.3 if fault == 'noisy' else 0.03, len(time))


def make_series(steps):
    """Returns values, array (steps,), and 1 where a pulse is wrong, but none in the first half."""
    random = np.random.RandomState(0)
    values, labels = [], []
    while len(values) < steps:
        wrong = len(values) > steps / 2 and random.rand() < 0.06
        fault = random.choice(['missing', 'upside down', 'doubled', 'noisy']) if wrong else None
        pulse = make_pulse(random, fault)
        values.extend(pulse)
        labels.extend([int(wrong)] * len(pulse))
    return np.array(values[:steps]), np.array(labels[:steps])


def windows_of(values, stride):
    """Returns the steps of windows, array (windows, WINDOW), and their values."""
    steps = np.arange(0, len(values) - WINDOW + 1, stride)[:, None] + np.arange(WINDOW)
    return steps, values[steps][..., None]


def build_model():
    model = Sequential()
    model.add(Conv1D(16, 7, strides=2, padding='same', activation='relu',
                     input_shape=(WINDOW, 1)))
    model.add(Conv1D(16, 7, strides=2, padding='same', activation='relu'))
    model.add(Flatten())
    model.add(Dense(CODE_SIZE, name='code'))
    model.add(Dense(WINDOW // 4 * 16, activation='relu'))
    model.add(Reshape((WINDOW // 4, 16)))
    model.add(UpSampling1D(2))
    model.add(Conv1D(16, 7, padding='same', activation='relu'))
    model.add(UpSampling1D(2))
    model.add(Conv1D(1, 7, padding='same'))
    model.compile(loss='mse', optimizer='adam')
    return model


def scores_of(model, values):
    """Returns the error of each step, averaged over the windows that it is in."""
    steps, windows = windows_of(values, stride=4)
    errors = np.square(model.predict(windows) - windows)[..., 0]
    sums, counts = [np.bincount(steps.ravel(), weights, minlength=len(values))
                    for weights in (errors.ravel(), np.ones(steps.size))]
    return sums / np.maximum(counts, 1)


def smooth(scores, width=PULSE // 2):
    """Returns the means of neighbors: what is wrong lasts for more than a step."""
    return np.convolve(scores, np.ones(width) / width, 'same')


def draw(pyplot, values, labels, scores, threshold, shown=1500):
    _, axes = pyplot.subplots(2, 1, sharex=True, figsize=(11, 6))
    # From a little before the first fault.
    start = max(labels.argmax() - 300, 0)
    part = slice(start, start + shown)
    steps = np.arange(len(values))[part]
    axes[0].plot(steps, values[part], linewidth=0.8)
    axes[0].set_ylabel('value')
    axes[1].plot(steps, scores[part], color='C1')
    axes[1].axhline(threshold, color='k', linestyle='--', linewidth=0.8, label='threshold')
    axes[1].set(xlabel='step', ylabel='score', yscale='log')
    axes[1].legend()
    for plot in axes:
        low, high = plot.get_ylim()
        plot.fill_between(steps, low, high, where=labels[part] == 1, color='C3', alpha=0.2,
                          linewidth=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', metavar='FILE', help='values and labels')
    parser.add_argument('--epochs', type=int, default=20)
    parser.add_argument('--samples', type=int, default=STEPS, help='how many steps at most')
    parser.add_argument('--picture', default='anomalies.png', help='where the plot goes')
    options = parser.parse_args()

    values, labels = (np.loadtxt(options.data, delimiter=',').T if options.data
                      else make_series(options.samples))
    values, labels = values[:options.samples], labels[:options.samples]
    normal = values[:labels.argmax()]
    mean, deviation = normal.mean(), normal.std()
    values, normal = (values - mean) / deviation, (normal - mean) / deviation
    print('%d normal steps to learn from, %d wrong ones to find' % (len(normal), labels.sum()))

    _, windows = windows_of(normal, stride=2)
    model = build_model()
    model.summary()
    model.fit(windows, windows, batch_size=64, epochs=options.epochs, validation_split=0.1,
              verbose=2)
    scores = smooth(scores_of(model, values))
    # One in a hundred of the steps that it learned from is above.
    threshold = np.percentile(scores[:len(normal)], 99)
    tested = slice(len(normal), None)
    alarm, wrong = scores[tested] > threshold, labels[tested] == 1
    print('Found: %.4f of the wrong steps' % alarm[wrong].mean())
    print('False alarms: %.4f of the normal steps' % alarm[~wrong].mean())
    # The same without a model: how far from the mean the values are.
    distances = smooth(np.square(values))
    print('Test AUC of the distance from the mean: %.4f'
          % roc_auc_score(wrong, distances[tested]))
    print('Test AUC of the autoencoder: %.4f' % roc_auc_score(wrong, scores[tested]))
    save_plot(options.picture, lambda pyplot: draw(pyplot, values, labels, scores, threshold))


if __name__ == '__main__':
    main()
