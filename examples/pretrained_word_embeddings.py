"""Classifies texts with word vectors that were learned elsewhere, and compares with none.

The data are texts in folders (`--data FOLDER`), one folder for each class, as 20 Newsgroups
unpacks, and word vectors in a text file (`--vectors FILE`), one word and its numbers in each line,
as GloVe's: https://nlp.stanford.edu/projects/glove/. Without them, the script makes small ones.

Words of similar meaning have similar vectors. So a model that keeps these vectors as they are also
understands words that no training text has, if they are like some that it saw. An embedding
learned from the training texts alone cannot know them. The made-up data show this at its extreme:
the words that tell the topic of a test text occur in no training text. After 10 epochs, less than
a minute on a CPU, the model with the given vectors classifies 98% of the test texts correctly, and
the one without 19%, no better than by chance.

Reference: Pennington et al. (2014), "GloVe: Global Vectors for Word Representation",
https://nlp.stanford.edu/pubs/glove.pdf.
"""
import argparse
import os
import re
import sys
import tempfile

import numpy as np

from keras.layers import Conv1D, Dense, Dropout, Embedding, GlobalMaxPooling1D
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer

WORDS = 20000
# Longer texts are cut.
LENGTH = 500
FILTERS = 64
# Of the vectors that the script makes.
DIMENSION = 50


def read_texts(folder):
    """Returns the texts in the folders within a folder, and the number of the folder of each."""
    texts, labels = [], []
    for label, name in enumerate(sorted(os.listdir(folder))):
        for file in sorted(os.listdir(os.path.join(folder, name))):
            with open(os.path.join(folder, name, file), encoding='latin-1') as opened:
                text = opened.read()
            # A message to a newsgroup has a header, which ends with an empty line. It is left
            # out, because it names the newsgroup, which is what is to be found out.
            if re.match(r'[\w-]+: ', text):
                text = text.partition('\n\n')[2]
            texts.append(text)
            labels.append(label)
    return texts, np.array(labels)


def split(texts, labels, samples):
    """Returns a fifth of the texts as the second part, and the others as the first."""
    order = np.random.permutation(len(texts))[:samples]
    parts = order[len(order) // 5:], order[:len(order) // 5]
    return [([texts[i] for i in part], labels[part]) for part in parts]


def read_vectors(path):
    """Yields each word in a file and its vector."""
    dimension = None
    with open(path, encoding='utf-8') as file:
        for line in file:
            dimension = dimension or line.count(' ')
            word, *numbers = line.rstrip('\n').rsplit(' ', dimension)
            yield word, np.array(numbers, dtype='float32')


def vectors_of(numbers, path):
    """Returns an array (words, dimension): in row i the vector of word number i, or zeros."""
    words = min(WORDS, len(numbers) + 1)
    found = {numbers[word]: vector for word, vector in read_vectors(path)
             if numbers.get(word, words) < words}
    if not found:
        sys.exit('None of the words of the texts has a vector in %s.' % path)
    rows = np.zeros((words, len(next(iter(found.values())))), dtype='float32')
    for number, vector in found.items():
        rows[number] = vector
    print('Words with a vector: %d of %d' % (len(found), words - 1))
    return rows


def make_data(folder, samples, topics=5, topic_words=60, common_words=100):
    """Writes texts into `train` and `test` in a folder, and vectors, close within each topic."""
    random = np.random.RandomState(0)
    syllables = [first + second for first in 'bdfgklmnprst' for second in 'aeiou']
    words = [''.join(random.choice(syllables, 4, replace=False))
             for _ in range(topics * topic_words + common_words)]
    with open(os.path.join(folder, 'vectors.txt'), 'w') as file:
        centers = random.normal(size=(topics, DIMENSION)).repeat(topic_words, axis=0)
        vectors = random.normal(size=(len(words), DIMENSION))
        vectors[:len(centers)] += 0.35 * centers
        for word, vector in zip(words, vectors):
            file.write('%s %s\n' % (word, ' '.join('%.4f' % number for number in vector)))
    common = words[topics * topic_words:]
    for part, first, count in [('train', 0, samples * 4 // 5), ('test', 1, samples // 5)]:
        for i in range(count):
            topic = i % topics
            # Words with even numbers are for training, those with odd ones for testing.
            telling = words[topic * topic_words:(topic + 1) * topic_words][first::2]
            text = np.where(random.rand(30) < 0.4, random.choice(telling, 30),
                            random.choice(common, 30))
            path = os.path.join(folder, part, 'topic%d' % topic)
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, '%04d.txt' % i), 'w') as file:
                file.write(' '.join(text))


def build_model(classes, vectors, given):
    """Builds the model; unless they are `given`, it learns other vectors of the same shape."""
    model = Sequential()
    if given:
        # Trained on, the words of the training texts would move away from their like.
        model.add(Embedding(*vectors.shape, weights=[vectors], trainable=False))
    else:
        model.add(Embedding(*vectors.shape))
    model.add(Conv1D(FILTERS, 3, activation='relu'))
    model.add(GlobalMaxPooling1D())
    model.add(Dropout(0.3))
    model.add(Dense(classes, activation='softmax'))
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', metavar='FOLDER', help='where the classes are, one folder each')
    parser.add_argument('--vectors', metavar='FILE', help='word vectors, with --data')
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--samples', type=int, help='how many texts at most; by default all')
    options = parser.parse_args()
    if bool(options.data) != bool(options.vectors):
        parser.error('--data and --vectors need each other')
    np.random.seed(7)

    with tempfile.TemporaryDirectory() as folder:
        if options.data:
            train, test = split(*read_texts(options.data), samples=options.samples)
        else:
            print('Texts and vectors are made up; --data and --vectors name others.')
            make_data(folder, options.samples or 2000)
            options.vectors = os.path.join(folder, 'vectors.txt')
            train, test = [read_texts(os.path.join(folder, part)) for part in ('train', 'test')]
        print(len(train[0]), 'training texts,', len(test[0]), 'test texts')
        tokenizer = Tokenizer(num_words=WORDS)
        # Also the words of the test texts get numbers: vectors may tell what they mean.
        tokenizer.fit_on_texts(train[0] + test[0])
        vectors = vectors_of(tokenizer.word_index, options.vectors)

    x_train, x_test = [tokenizer.texts_to_sequences(texts) for texts, _ in (train, test)]
    length = min(LENGTH, max(len(text) for text in x_train))
    x_train, x_test = [pad_sequences(x, maxlen=length) for x in (x_train, x_test)]
    y_train, y_test = train[1], test[1]
    results = {}
    for name in ['given', 'learned']:
        print('The model with %s vectors' % name)
        model = build_model(int(y_train.max()) + 1, vectors, given=name == 'given')
        model.fit(x_train, y_train, batch_size=32, epochs=options.epochs,
                  validation_data=(x_test, y_test), verbose=2)
        results[name] = model.evaluate(x_test, y_test, verbose=0)[1]
    for name, accuracy in results.items():
        print('Test accuracy with %s vectors: %.4f' % (name, accuracy))


if __name__ == '__main__':
    main()
