"""A memory network answers questions about stories, and shows which sentences it looked at.

The data are a task of the bAbI set whose training and test files `--data` names; without, stories
that the script makes: people walk from room to room, and the question is where one of them is.

The network keeps each sentence of the story as one vector. It compares the question with all of
them, weighs them by a softmax (that is attention) and adds their weighted sum to the question; then
it looks again, three times in all. What a sentence says depends on the order of its words, which
the words' weights encode, and on its age, which is given to the network as one more word.

With the 1,000 questions that the script makes, 98% of 1,000 others are answered right after 15
epochs, less than a minute on a CPU. (The recurrent network of `babi_rnn.py` is right in 46%.)

Reference: Sukhbaatar et al. (2015), "End-To-End Memory Networks",
https://arxiv.org/abs/1503.08895.
"""
import argparse

import example_texts
import numpy as np

from keras import backend as K
from keras.layers import Activation, Dense, Embedding, Input, Lambda, add, dot
from keras.models import Model
from keras.optimizers import Adam
from keras.preprocessing.sequence import pad_sequences

SIZE = 40
HOPS = 3
SHOWN = 3


class Encoder:
    """Turns stories, questions and answers into arrays; 0 stands for no word."""

    def __init__(self, pairs, answers, max_sentences=50):
        words = {word for story, question in pairs for sentence in story + [question]
                 for word in sentence}
        self.numbers = {word: i + 1 for i, word in enumerate(sorted(words.union(answers)))}
        self.words = [None] + sorted(self.numbers, key=self.numbers.get)
        self.sentences = min(max_sentences, max(len(story) for story, _ in pairs))
        self.length = max(len(sentence) for story, question in pairs
                          for sentence in story + [question])

    def encode(self, pairs, answers):
        """Returns stories (samples, sentences, words + 1), questions (samples, words), answers."""
        stories = np.zeros((len(pairs), self.sentences, self.length + 1), 'int32')
        for i, (story, _) in enumerate(pairs):
            for age, sentence in enumerate(story[::-1][:self.sentences]):
                stories[i, age] = np.append(self._padded([sentence]), len(self.words) + age)
        questions = self._padded([question for _, question in pairs])
        return [stories, questions], np.array([[self.numbers[answer]] for answer in answers])

    def _padded(self, sentences):
        numbers = [[self.numbers[word] for word in sentence] for sentence in sentences]
        return pad_sequences(numbers, maxlen=self.length, padding='post')


def position_weights(length):
    """Returns weights (words, SIZE) that differ by position, so the words' sum tells the order."""
    position = (np.arange(length)[:, None] + 1.) / length
    part = (np.arange(SIZE) + 1.) / SIZE
    return 1 - position - part * (1 - 2 * position)


def sentence_vectors(words, number_of_words, weights):
    """Embeds words (..., words), and sums them to vectors (..., SIZE)."""
    def weighted_sum(inputs):
        vectors, numbers = inputs
        there = K.expand_dims(K.cast(K.not_equal(numbers, 0), K.floatx()))
        return K.sum(vectors * there * K.constant(weights), axis=-2)
    vectors = Embedding(number_of_words, SIZE, embeddings_initializer='random_normal')(words)
    return Lambda(weighted_sum)([vectors, words])


def build_model(encoder):
    """Returns the model to train, and one that gives the attention of each hop."""
    number_of_words = len(encoder.words) + encoder.sentences
    weights = position_weights(encoder.length)
    age_too = np.concatenate([weights, np.ones((1, SIZE))])
    story = Input((encoder.sentences, encoder.length + 1))
    question = Input((encoder.length,))

    state = sentence_vectors(question, number_of_words, weights)
    key = sentence_vectors(story, number_of_words, age_too)
    attention = []
    for _ in range(HOPS):
        # What a hop reads from the memory is what the next one compares its state with.
        value = sentence_vectors(story, number_of_words, age_too)
        attention.append(Activation('softmax')(dot([key, state], axes=(2, 1))))
        state = add([state, dot([attention[-1], value], axes=(1, 1))])
        key = value
    answer = Dense(len(encoder.words), activation='softmax')(state)
    model = Model([story, question], answer)
    model.compile(Adam(lr=.005, clipnorm=10.), 'sparse_categorical_crossentropy', ['accuracy'])
    return model, Model([story, question], attention)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', nargs=2, metavar=('TRAIN', 'TEST'), help='files of a bAbI task')
    parser.add_argument('--epochs', type=int, default=15)
    parser.add_argument('--samples', type=int, help='how many questions at most; by default all')
    options = parser.parse_args()

    train, test = example_texts.stories(options.data, options.samples)
    encoder = Encoder(train[0] + test[0], train[1] + test[1])
    (x_train, y_train), (x_test, y_test) = encoder.encode(*train), encoder.encode(*test)
    print(len(y_train), 'training questions,', len(y_test), 'test questions')
    model, attention_model = build_model(encoder)
    model.summary()
    model.fit(x_train, y_train, batch_size=32, epochs=options.epochs,
              validation_data=(x_test, y_test), verbose=2)

    guesses = model.predict(x_test).argmax(axis=-1)
    attention = attention_model.predict([x[-SHOWN:] for x in x_test])
    print('\nSentences, and how much attention each hop pays to them')
    for i, (story, question) in enumerate(test[0][-SHOWN:]):
        for age, sentence in enumerate(story[::-1][:encoder.sentences]):
            print(' '.join('%.2f' % hop[i, age] for hop in attention), ' '.join(sentence))
        print('%s? %s, it should be %s\n' % (
            ' '.join(question), encoder.words[guesses[i - SHOWN]], test[1][i - SHOWN]))
    print('Test accuracy: %.4f' % model.evaluate(x_test, y_test, verbose=0)[1])


if __name__ == '__main__':
    main()
