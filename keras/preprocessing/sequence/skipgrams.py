"""Pairs of words for training word vectors."""
import random

import numpy as np

_EULER = .577  # the Euler-Mascheroni constant, rounded as in every version of Keras


def make_sampling_table(size, sampling_factor=1e-5):
    """Returns the probability with which `skipgrams` keeps each word: the rarer, the higher.

    It assumes that words are numbered by frequency and follow Zipf's law, by which the word of rank
    `r` has the frequency `1 / (r * (log(r) + gamma) + 1/2 - 1 / (12 * r))`, with Euler's constant
    `gamma`. The probability is `min(1, sqrt(sampling_factor / frequency))`. Source: Mikolov et al.,
    Distributed Representations of Words and Phrases and their Compositionality, 2013.

    Args:
        size: int, number of words in the vocabulary.
        sampling_factor: float, frequency below which every occurrence of a word is kept.

    Returns:
        Array `(size,)`, the probability for each word index.

    Raises:
        ValueError: if an argument is not positive.

    Example:
        >>> from keras.preprocessing.sequence import make_sampling_table
        >>> table = make_sampling_table(1000)
        >>> bool(table[1] < table[999])  # the most frequent word is kept least
        True
    """
    if size <= 0 or sampling_factor <= 0:
        raise ValueError('`size` and `sampling_factor` must be positive, but got %s and %s.'
                         % (size, sampling_factor))
    rank = np.arange(size)
    rank[0] = 1
    inverse_frequency = rank * (np.log(rank) + _EULER) + .5 - 1 / (12 * rank)
    return np.minimum(1, np.sqrt(sampling_factor * inverse_frequency))


def skipgrams(sequence, vocabulary_size, window_size=4, negative_samples=1., shuffle=True,
              categorical=False, sampling_table=None, seed=None):
    """Pairs each word with the words around it, and with random words.

    Source: Mikolov et al., Efficient Estimation of Word Representations in Vector Space, 2013,
    https://arxiv.org/abs/1301.3781.

    Args:
        sequence: list of word indices; 0 is not a word and is skipped.
        vocabulary_size: int, number of word indices; random words are from 1 to
            `vocabulary_size - 1`.
        window_size: int, number of words on each side with which a word is paired.
        negative_samples: float, number of pairs with random words for each pair with a neighbor.
        shuffle: bool, whether to shuffle the pairs; otherwise pairs with neighbors come first.
        categorical: bool, whether labels are `[0, 1]` (neighbors) and `[1, 0]` instead of 1 and 0.
        sampling_table: list with the probability of keeping each word; see `make_sampling_table`.
        seed: int, seed of the shuffling. As a side effect, it seeds Python's `random`.

    Returns:
        Pair `(couples, labels)`: a list of pairs `[word, other word]`, and a list of labels.

    Raises:
        ValueError: if `vocabulary_size` is too small to draw random words, or `sampling_table`
            lacks a word.

    Example:
        >>> from keras.preprocessing.sequence import skipgrams
        >>> skipgrams([1, 2, 3], 4, window_size=1, negative_samples=0, shuffle=False)
        ([[1, 2], [2, 1], [2, 3], [3, 2]], [1, 1, 1, 1])
    """
    couples = _neighbours(sequence, window_size, sampling_table)
    labels = [[0, 1] if categorical else 1 for _ in couples]
    if negative_samples > 0:
        negatives = _negatives(couples, int(len(couples) * negative_samples), vocabulary_size)
        couples += negatives
        labels += [[1, 0] if categorical else 0 for _ in negatives]
    if shuffle:
        if seed is None:
            seed = random.randint(0, 10 ** 7)
        for shuffled in couples, labels:
            random.seed(seed)
            random.shuffle(shuffled)
    return couples, labels


def _neighbours(sequence, window_size, sampling_table):
    couples = []
    for position, word in enumerate(sequence):
        if not word or (sampling_table is not None
                        and _probability(word, sampling_table) < random.random()):
            continue
        start, end = max(0, position - window_size), position + window_size + 1
        couples += [[word, other] for place, other in enumerate(sequence[start:end], start)
                    if place != position and other]
    return couples


def _probability(word, sampling_table):
    if word >= len(sampling_table):
        raise ValueError('`sampling_table` must have a probability for each word, but has only %d, '
                         'and the sequence contains word %d.' % (len(sampling_table), word))
    return sampling_table[word]


def _negatives(couples, number, vocabulary_size):
    if number and vocabulary_size < 2:
        raise ValueError('`vocabulary_size` must be at least 2 to draw random words from 1 to '
                         'vocabulary_size - 1, but got %s.' % vocabulary_size)
    words = [word for word, _ in couples]
    random.shuffle(words)
    return [[words[i % len(words)], random.randint(1, vocabulary_size - 1)]
            for i in range(number)]
