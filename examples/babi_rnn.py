"""Two LSTMs answer questions about stories: one reads the question, the other story and question.

The data are a task of the bAbI set whose training and test files `--data` names; without, stories
that the script makes: people walk from room to room, and the question is where one of them is.

The vector that stands for the question is added to each word of the story, so whoever reads the
story knows what is asked for. Still it has to remember the right sentence among many: with the
1,000 questions that the script makes, 46% of 1,000 others are answered right after 15 epochs, less
than a minute on a CPU (always guessing the same room: 16%). After more epochs it is no better. The
network of `babi_memnn.py`, which looks back at the sentences, is right in 98%.

Reference: Weston et al. (2015), "Towards AI-Complete Question Answering: A Set of Prerequisite Toy
Tasks", https://arxiv.org/abs/1502.05698.
"""
import argparse

import example_texts
import numpy as np

from keras.layers import LSTM, Dense, Dropout, Embedding, Input, RepeatVector, add
from keras.models import Model
from keras.optimizers import Adam
from keras.preprocessing.sequence import pad_sequences

UNITS = 64
SHOWN = 5


def flat(story):
    return [word for sentence in story for word in sentence]


def load_data(paths, samples):
    """Returns words and the encoded data: words[0] is no word, it fills short texts up."""
    train, test = example_texts.stories(paths, samples)
    pairs, answers = train[0] + test[0], train[1] + test[1]
    words = {word for story, question in pairs for word in flat(story) + question}
    words = [None] + sorted(words.union(answers))
    numbers = {word: number for number, word in enumerate(words)}

    def encode(texts):
        longest = max(len(text) for text in texts)
        return pad_sequences([[numbers[word] for word in text] for text in texts], longest)
    stories = encode([flat(story) for story, _ in pairs])
    questions = encode([question for _, question in pairs])
    answers = np.array([[numbers[answer]] for answer in answers])
    split = len(train[0])
    return words, [([stories[of], questions[of]], answers[of])
                   for of in (slice(split), slice(split, None))]


def build_model(number_of_words, story_length, question_length):
    story, question = Input((story_length,)), Input((question_length,))
    # The padding is masked, so it does not change what the LSTMs remember.
    story_words = Dropout(.2)(Embedding(number_of_words, UNITS, mask_zero=True)(story))
    question_words = Dropout(.2)(Embedding(number_of_words, UNITS, mask_zero=True)(question))
    asked = RepeatVector(story_length)(LSTM(UNITS)(question_words))
    x = LSTM(UNITS)(add([story_words, asked]))
    answer = Dense(number_of_words, activation='softmax')(Dropout(.2)(x))
    model = Model([story, question], answer)
    model.compile(Adam(lr=.003), 'sparse_categorical_crossentropy', ['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', nargs=2, metavar=('TRAIN', 'TEST'), help='files of a bAbI task')
    parser.add_argument('--epochs', type=int, default=15)
    parser.add_argument('--samples', type=int, help='how many questions at most; by default all')
    options = parser.parse_args()

    words, ((x_train, y_train), (x_test, y_test)) = load_data(options.data, options.samples)
    print(len(y_train), 'training questions,', len(y_test), 'test questions')
    model = build_model(len(words), x_train[0].shape[1], x_train[1].shape[1])
    model.summary()
    model.fit(x_train, y_train, batch_size=32, epochs=options.epochs,
              validation_data=(x_test, y_test), verbose=2)

    guesses = model.predict(x_test).argmax(axis=-1)
    for question, guess, answer in list(zip(x_test[1], guesses, y_test[:, 0]))[:SHOWN]:
        text = ' '.join(words[number] for number in question if number)
        print('%s? %s, it should be %s' % (text, words[guess], words[answer]))
    most_frequent = np.bincount(y_train[:, 0]).argmax()
    print('Accuracy of always guessing %s: %.4f'
          % (words[most_frequent], np.mean(y_test == most_frequent)))
    print('Test accuracy: %.4f' % model.evaluate(x_test, y_test, verbose=0)[1])


if __name__ == '__main__':
    main()
