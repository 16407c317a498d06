"""Transcribes recordings of one to four spoken commands with a recurrent network and CTC.

Without other data the script makes the sounds: each command is a row of vowels, which are the
harmonics of a voice that are loudest around two frequencies (formants), and of hisses. Voice,
speed, loudness, pauses and noise in the background are drawn anew for each recording. `--data
FOLDER` takes real ones: a folder of .wav files for each command, such as those of Speech Commands,
of which every fifth file is for testing; a recording then joins commands of different files.

The network reads a spectrogram, that is how loud each band of frequencies is from moment to moment.
CTC lets it learn from the commands alone, without being told when each of them is spoken. Of
400 other recordings that the script makes, more than 99% are transcribed without an error after 12
epochs, a minute on two CPU cores. Real voices are harder.

Reference: Warden (2018), "Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition",
https://arxiv.org/abs/1804.03209.
"""
import argparse
import glob
import os

import example_ctc
import numpy as np
from scipy.io import wavfile
from scipy.signal import resample

from keras.layers import GRU, Bidirectional, Conv1D, Dense, Input
from keras.models import Model
from keras.optimizers import Adam

RATE = 8000  # samples in a second
SECONDS, LONGEST_COMMAND, LONGEST_PAUSE = 4, 0.7, 0.2
MOST_COMMANDS = 4
WINDOW, STEP, BANDS = 256, 128, 32
UNITS = 64
SHOWN = 8

# command -> (first formant in Hz, second formant, seconds); 0 as the first one is a hiss at the
# second, and twice 0 is silence.
SOUNDS = {
    'yes': [(300, 2200, .08), (550, 1800, .12), (0, 3500, .12)],
    'no': [(250, 1100, .08), (500, 900, .18)],
    'up': [(650, 1200, .14), (0, 0, .05), (0, 1200, .03)],
    'down': [(0, 3000, .02), (700, 1200, .12), (450, 900, .1), (250, 1500, .08)],
    'left': [(350, 1300, .08), (550, 1800, .12), (0, 2800, .06), (0, 0, .04), (0, 3500, .03)],
    'right': [(400, 1100, .08), (700, 1200, .1), (300, 2200, .1), (0, 0, .04), (0, 3500, .03)],
    'on': [(600, 900, .16), (250, 1500, .1)],
    'off': [(600, 900, .14), (0, 2800, .14)],
    'stop': [(0, 3500, .1), (0, 0, .04), (600, 900, .12), (0, 0, .05), (0, 1200, .03)],
    'go': [(300, 800, .05), (550, 900, .12), (350, 800, .1)],
}


def say(command, random):
    """Returns the sound of a command, by a voice drawn at random."""
    speed, voice = random.uniform(.75, 1.3), random.uniform(.9, 1.15)
    first, second, seconds = np.transpose(SOUNDS[command])
    ends = np.cumsum(seconds) / speed
    time = np.arange(0, ends[-1], 1 / RATE)
    middles = ends - seconds / speed / 2
    part = np.searchsorted(ends, time).clip(0, len(ends) - 1)
    # The mouth moves from one vowel to the next, so its formants do, too.
    vowels = first > 0
    formants = [voice * np.interp(time, middles[vowels], formant[vowels])
                for formant in (first, second)]
    pitch = voice * random.uniform(90, 200) * (1 - random.uniform(-.3, .3) * time / ends[-1])
    harmonics = np.arange(1, 25)[:, None]
    loudness = sum(weight / (1 + ((harmonics * pitch - formant) / 90) ** 2)
                   for weight, formant in zip((1, .5), formants))
    vowel = np.sum(loudness * np.sin(2 * np.pi * harmonics * np.cumsum(pitch) / RATE), axis=0)
    noise = np.convolve(random.normal(0, .5, len(time)), np.ones(4) / 2, 'same')
    hiss = noise * np.cos(2 * np.pi * second[part] * time)
    return np.where(vowels[part], vowel, np.where(second[part] > 0, hiss, 0))


def recorded(folder, testing):
    """Returns the commands in a folder, and a function like `say` that reads them from files."""
    files = {}
    for path in sorted(glob.glob(os.path.join(folder, '*', '*.wav'))):
        files.setdefault(os.path.basename(os.path.dirname(path)), []).append(path)
    files = {command: [path for i, path in enumerate(paths) if (i % 5 == 0) == testing]
             for command, paths in files.items() if not command.startswith('_')}

    def read(command, random):
        rate, sound = wavfile.read(files[command][random.randint(len(files[command]))])
        sound = sound.reshape(len(sound), -1)[:, 0].astype('float64')  # the first channel
        sound = resample(sound, len(sound) * RATE // rate)
        sound = sound / max(1e-6, abs(sound).max())
        loud = np.flatnonzero(abs(sound) > .1)
        return sound[loud[0]:loud[-1] + 1][:int(LONGEST_COMMAND * RATE)] if len(loud) else sound[:1]
    return sorted(files), read


def load_data(commands, speak, samples, seed):
    """Returns spectrograms (samples, moments, BANDS), and for each the numbers of its commands."""
    random = np.random.RandomState(seed)
    texts = [random.randint(len(commands), size=random.randint(1, MOST_COMMANDS + 1)).tolist()
             for _ in range(samples)]
    return np.array([spectrogram(record([commands[label] for label in text], speak, random))
                     for text in texts], dtype='float32'), texts


def record(words, speak, random):
    """Returns the sound of words one after the other, with noise in the background."""
    recording = random.normal(0, random.uniform(.01, .1), SECONDS * RATE)
    time = 0
    for word in words:
        time += int(random.uniform(.03, LONGEST_PAUSE) * RATE)
        sound = speak(word, random)
        recording[time:time + len(sound)] += random.uniform(.5, 1) * sound
        time += len(sound)
    return recording


def spectrogram(sound):
    starts = np.arange(0, len(sound) - WINDOW, STEP)
    windows = sound[starts[:, None] + np.arange(WINDOW)] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(windows)[:, 1:]) ** 2
    loudness = np.log(power.reshape(len(starts), BANDS, -1).mean(axis=-1) + 1e-6)
    return (loudness - loudness.mean()) / loudness.std()


def build_model(moments, labels):
    spectrum = Input((moments, BANDS))
    x = Conv1D(UNITS, 5, strides=2, padding='same', activation='relu')(spectrum)
    x = Conv1D(UNITS, 5, strides=2, padding='same', activation='relu')(x)
    x = Bidirectional(GRU(UNITS, return_sequences=True))(x)
    return Model(spectrum, Dense(labels + 1, activation='softmax')(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=12)
    parser.add_argument('--samples', type=int, default=4000, help='how many recordings')
    parser.add_argument('--data', help='a folder of folders of .wav files, each named as a command')
    options = parser.parse_args()

    data = []
    for testing, samples in ((False, options.samples), (True, max(100, options.samples // 10))):
        commands, speak = (recorded(options.data, testing) if options.data
                           else (sorted(SOUNDS), say))
        data.append(load_data(commands, speak, samples, seed=int(testing)))
    (x_train, texts), (x_test, test_texts) = data
    print(len(texts), 'recordings to learn from,', len(test_texts), 'to test with, of',
          len(commands), 'commands')
    reader = build_model(x_train.shape[1], len(commands))
    reader.summary()
    example_ctc.train(reader, (x_train, texts), (x_test, test_texts), Adam(0.002),
                      batch_size=32, epochs=options.epochs, verbose=2)

    guesses = example_ctc.read(reader, x_test)
    for text, guess in list(zip(test_texts, guesses))[:SHOWN]:
        print('%-22s is heard as %s' % tuple(
            ' '.join(commands[label] for label in labels) for labels in (text, guess)))
    print('Test error of commands: %.4f' % example_ctc.error_rate(guesses, test_texts))
    print('Test accuracy of whole recordings: %.4f' % np.mean([
        guess == text for guess, text in zip(guesses, test_texts)]))


if __name__ == '__main__':
    main()
