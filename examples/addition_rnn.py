"""An encoder-decoder LSTM learns to add numbers written as text: about 88% of sums are right.

"27+681" is read character by character, and "708" is written the same way. The script makes the
data itself: different sums of two numbers of up to three digits, a tenth of them for testing. About
88% of the answers are right to the last digit after 30 epochs, two or three minutes on a CPU.
"""
import argparse

import numpy as np

from keras.layers import LSTM, Dense, RepeatVector, TimeDistributed
from keras.models import Sequential

CHARACTERS = '0123456789+ '
DIGITS = 3
QUESTION_LENGTH = 2 * DIGITS + 1
ANSWER_LENGTH = DIGITS + 1
SAMPLES = 50000
UNITS = 128
SHOWN = 8


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): questions and answers, one-hot characters."""
    questions, answers = make_sums(samples)
    # What is read last is remembered best, and an answer begins with what depends on the first
    # digits: reading the question backwards brings the two closer to each other.
    x = encode([question[::-1] for question in questions])
    y = encode(answers)
    test_samples = max(1, samples // 10)
    return (x[test_samples:], y[test_samples:]), (x[:test_samples], y[:test_samples])


def make_sums(samples):
    """Returns texts like '27+681 ' and '708 '; no pair of numbers comes twice."""
    random = np.random.RandomState(0)
    questions, answers, seen = [], [], set()
    while len(questions) < samples:
        # With the number of digits drawn first, short numbers are as frequent as long ones.
        a, b = random.randint(10 ** random.randint(1, DIGITS + 1, size=2))
        # a + b must not be in the test data where b + a is in the training data.
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            questions.append(('%d+%d' % (a, b)).ljust(QUESTION_LENGTH))
            answers.append(str(a + b).ljust(ANSWER_LENGTH))
    return questions, answers


def encode(texts):
    """Returns an array (texts, characters of a text, characters there are), one-hot."""
    numbers = [[CHARACTERS.index(character) for character in text] for text in texts]
    return np.eye(len(CHARACTERS), dtype='float32')[np.array(numbers)]


def decode(characters):
    """Returns the texts for one-hot characters, or for the probabilities of characters."""
    return [''.join(CHARACTERS[number] for number in numbers)
            for numbers in characters.argmax(axis=-1)]


def build_model():
    model = Sequential()
    # The encoder's last output stands for the whole question; the decoder gets it at every step.
    model.add(LSTM(UNITS, input_shape=(QUESTION_LENGTH, len(CHARACTERS))))
    model.add(RepeatVector(ANSWER_LENGTH))
    model.add(LSTM(UNITS, return_sequences=True))
    model.add(TimeDistributed(Dense(len(CHARACTERS), activation='softmax')))
    model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=30)
    parser.add_argument('--samples', type=int, default=SAMPLES)
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'sums to learn from,', len(x_test), 'to test with')
    model = build_model()
    model.summary()
    model.fit(x_train, y_train, batch_size=128, epochs=options.epochs,
              validation_data=(x_test, y_test), verbose=2)

    questions = [question[::-1].strip() for question in decode(x_test)]
    guesses, answers = decode(model.predict(x_test)), decode(y_test)
    for question, guess, answer in list(zip(questions, guesses, answers))[:SHOWN]:
        print('%7s = %s %s' % (question, guess, '' if guess == answer else 'no: ' + answer))
    print('Test accuracy of characters: %.4f' % model.evaluate(x_test, y_test, verbose=0)[1])
    print('Test accuracy of whole answers: %.4f' % np.mean(np.array(guesses) == answers))


if __name__ == '__main__':
    main()
