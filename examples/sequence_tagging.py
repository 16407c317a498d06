"""A bidirectional LSTM tags words as nouns, verbs and so on, though many can be several of these.

The script makes the sentences with a small grammar. Of its words "fish" and "can" may be a noun or
a verb (or an auxiliary), "light" an adjective, too, "fast" an adjective or an adverb; what they are
depends on the words before and after them. Hence an LSTM reads the sentence in each direction.

Sentences are filled up with zeros to the longest; `mask_zero` makes that no part of the sentence,
nor of the loss and the accuracy. Rare tags would be learned last. So each word has a weight in the
loss (`sample_weight_mode='temporal'` has one for each step): each tag weighs the same in all.

After 8 epochs, some seconds on a CPU, 98% of the words of other sentences are tagged right, and
72% if each word gets the tag that it has most often.
"""
import argparse
import collections

import numpy as np

from keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding, TimeDistributed
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

SAMPLES = 3000
TAGS = ['noun', 'verb', 'auxiliary', 'determiner', 'adjective', 'adverb', 'pronoun', 'conjunction']
WORDS = {
    'noun': 'fish can light watch cook walk run back bear bird garden river fly ship plant',
    'verb': 'fish can light watch cook walk run back bear see like fly ship plant',
    'auxiliary': 'can will may must should',
    'determiner': 'the a her his that every this',
    'adjective': 'light fast back warm old early little',
    'adverb': 'fast early back well today slowly',
    'pronoun': 'her they we you that this it',
    'conjunction': 'and but because that',
}
# What each part of a sentence may consist of, one line for each possibility.
GRAMMAR = {
    'sentence': ['clause', 'clause', 'clause conjunction clause'],
    'clause': ['subject predicate'],
    'subject': ['group', 'group', 'pronoun'],
    'group': ['determiner noun', 'determiner noun', 'determiner adjective noun',
              'determiner adjective adjective noun'],
    'object': ['group', 'group', 'pronoun'],
    'predicate': ['verb object', 'auxiliary verb object', 'verb adverb', 'auxiliary verb',
                  'auxiliary adverb verb object', 'verb object adverb'],
}
SHOWN = 4


def make_sentence(part, random):
    """Returns (word, tag) pairs."""
    if part in WORDS:
        return [(random.choice(WORDS[part].split()), part)]
    parts = random.choice(GRAMMAR[part]).split()
    return [pair for part in parts for pair in make_sentence(part, random)]


def load_data(samples):
    """Returns words (sentences, length), from 1, and tags (sentences, length, 1); the rest is 0."""
    random = np.random.RandomState(0)
    sentences = [make_sentence('sentence', random) for _ in range(samples)]
    words = sorted({word for sentence in sentences for word, _ in sentence})
    x = pad_sequences([[words.index(word) + 1 for word, _ in sentence] for sentence in sentences],
                      padding='post')
    y = pad_sequences([[TAGS.index(tag) for _, tag in sentence] for sentence in sentences],
                      padding='post')
    split = samples * 4 // 5
    return words, (x[:split], y[:split, :, None]), (x[split:], y[split:, :, None])


def weigh(x, y):
    """Returns a weight for each word: 0 for the padding; 1 on average of all words."""
    count = np.bincount(y[x != 0][:, 0], minlength=len(TAGS))
    weights = count.sum() / (np.maximum(count, 1.) * np.sum(count > 0))
    return np.where(x != 0, weights[y[..., 0]], 0)


def build_model(number_of_words, length):
    model = Sequential()
    model.add(Embedding(number_of_words, 32, mask_zero=True, input_length=length))
    model.add(Bidirectional(LSTM(32, return_sequences=True)))
    model.add(Dropout(.2))
    model.add(TimeDistributed(Dense(len(TAGS), activation='softmax')))
    model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'],
                  sample_weight_mode='temporal')
    return model


def guess_most_frequent(x_train, y_train, x):
    """Returns for each word the tag that it has most often, whatever the words around it."""
    tags = collections.defaultdict(collections.Counter)
    for word, tag in zip(x_train[x_train != 0], y_train[x_train != 0][:, 0]):
        tags[word][tag] += 1
    most_frequent = {word: counter.most_common(1)[0][0] for word, counter in tags.items()}
    return np.array([[most_frequent.get(word, 0) for word in sentence] for sentence in x])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=8)
    parser.add_argument('--samples', type=int, default=SAMPLES)
    options = parser.parse_args()

    words, (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'sentences to learn from,', len(x_test), 'to test with')
    model = build_model(len(words) + 1, x_train.shape[1])
    model.summary()
    model.fit(x_train, y_train, sample_weight=weigh(x_train, y_train), batch_size=32,
              epochs=options.epochs, verbose=2,
              validation_data=(x_test, y_test, weigh(x_test, y_test)))

    guesses = model.predict(x_test).argmax(axis=-1)
    for numbers, tags in list(zip(x_test, guesses))[:SHOWN]:
        print(' '.join('%s/%s' % (words[number - 1], TAGS[tag])
                       for number, tag in zip(numbers, tags) if number))
    there, truth = x_test != 0, y_test[..., 0]
    for i, tag in enumerate(TAGS):
        print('%12s: %.4f right' % (tag, np.mean(guesses[there & (truth == i)] == i)))
    most_frequent = guess_most_frequent(x_train, y_train, x_test)
    print('Accuracy of the tag that a word has most often: %.4f'
          % np.mean(most_frequent[there] == truth[there]))
    print('Test accuracy: %.4f' % np.mean(guesses[there] == truth[there]))


if __name__ == '__main__':
    main()
