"""A vocabulary that converts texts to numbers."""
import collections
import json
import reprlib

import numpy as np

from keras.preprocessing.text.matrix import check_mode, matrix
from keras.preprocessing.text.words import PUNCTUATION, text_to_word_sequence
from keras.utils.errors import did_you_mean, readable_errors
from keras.utils.warn import warn


class Tokenizer:
    """Numbers words by their frequency, and converts texts to these numbers.

    The most frequent word has index 1; 0 is reserved for padding. `fit_on_texts` learns the
    vocabulary, `texts_to_sequences` and `texts_to_matrix` use it.

    Args:
        num_words: int, number of indices: only the `num_words - 1` most frequent words are used.
            None uses all words.
        filters: string or list of the characters to remove.
        lower: bool, whether to convert texts to lower case.
        split: string that separates words.
        char_level: bool, whether each character is a word.
        oov_token: string that replaces unknown words and has index 1; None removes unknown words.
        document_count: int, number of texts seen before.
        **kwargs: `nb_words`, the older name of `num_words`.

    Attributes:
        word_counts: OrderedDict from words to their number of occurrences, in order of appearance.
        word_docs: dictionary from words to the number of texts that contain them.
        word_index: dictionary from words to indices.
        index_word: dictionary from indices to words.
        index_docs: dictionary from indices to the number of texts that contain the word.
        document_count: number of texts seen.

    Raises:
        TypeError: for an unknown keyword argument.
        ValueError: if `num_words` is negative.

    Example:
        >>> from keras.preprocessing.text import Tokenizer
        >>> tokenizer = Tokenizer(num_words=1000, oov_token='?')
        >>> tokenizer.fit_on_texts(['The cat sat.', 'The dog'])
        >>> tokenizer.texts_to_sequences(['The dog sat on the cat'])
        [[2, 5, 4, 1, 2, 3]]
    """

    def __init__(self, num_words=None, filters=PUNCTUATION, lower=True, split=' ',
                 char_level=False, oov_token=None, document_count=0, **kwargs):
        if 'nb_words' in kwargs:
            warn('The argument `nb_words` of `Tokenizer` was renamed; use `num_words`.')
            num_words = kwargs.pop('nb_words')
        if kwargs:
            name = next(iter(kwargs))
            raise TypeError('`Tokenizer` has no argument `%s`.%s' % (
                name, did_you_mean(name, Tokenizer().get_config())))
        if num_words is not None and num_words < 0:
            raise ValueError('`num_words` must be positive, or None to keep all words, but got %s.'
                             % num_words)
        self.word_counts = collections.OrderedDict()
        self.word_docs = collections.defaultdict(int)
        self.filters = filters
        self.split = split
        self.lower = lower
        self.num_words = num_words
        self.document_count = document_count
        self.char_level = char_level
        self.oov_token = oov_token
        self.index_docs = collections.defaultdict(int)
        self.word_index = {}
        self.index_word = {}

    def __setstate__(self, state):
        """Restores a pickle, including those of Keras 2.0 and 2.1, which had fewer attributes."""
        self.__init__()
        self.__dict__.update(state)
        if 'index_word' not in state:
            self.index_word = {index: word for word, index in self.word_index.items()}

    def fit_on_texts(self, texts):
        """Learns a vocabulary, adding to what was learned before.

        Args:
            texts: list or generator of texts, each a string or a list of words.

        Raises:
            TypeError: if a text is neither; nothing is learned in this case.
        """
        counts, docs, number = collections.Counter(), collections.Counter(), 0
        for words in self._split(texts):
            counts.update(words)
            docs.update(dict.fromkeys(words, 1))
            number += 1
        self.document_count += number
        _add(counts, self.word_counts)
        _add(docs, self.word_docs)
        self._number_words()

    def _number_words(self):
        words = sorted(self.word_counts, key=self.word_counts.get, reverse=True)
        if self.oov_token is not None:
            words.insert(0, self.oov_token)
        self.word_index = {word: index for index, word in enumerate(words, 1)}
        self.index_word = {index: word for word, index in self.word_index.items()}
        for word, docs in self.word_docs.items():
            self.index_docs[self.word_index[word]] = docs

    def fit_on_sequences(self, sequences):
        """Learns how many texts contain each word, for `sequences_to_matrix`.

        This is not needed after `fit_on_texts`.

        Args:
            sequences: list or generator of lists of word indices.

        Raises:
            TypeError: if they are not lists; nothing is learned in this case.
        """
        docs, number = collections.Counter(), 0
        for sequence in _lists(sequences):
            docs.update(set(sequence))
            number += 1
        self.document_count += number
        _add(docs, self.index_docs)

    def texts_to_sequences(self, texts):
        """Converts texts to lists of word indices.

        Args:
            texts: list or generator of texts, each a string or a list of words.

        Returns:
            List of lists of ints.

        Raises:
            TypeError: if a text is neither a string nor a list of words.
        """
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts):
        """Converts texts to lists of word indices, one at a time.

        Args:
            texts: list or generator of texts, each a string or a list of words.

        Yields:
            A list of ints for each text.
        """
        unknown, end = self.word_index.get(self.oov_token), self._end()
        for words in self._split(texts):
            indices = [self.word_index.get(word, end) for word in words]
            if unknown is None:
                yield [index for index in indices if index < end]
            else:
                yield [index if index < end else unknown for index in indices]

    def sequences_to_texts(self, sequences):
        """Converts lists of word indices back to texts.

        Args:
            sequences: list or generator of lists of word indices.

        Returns:
            List of strings with words separated by spaces. Unknown indices become `oov_token`, or
            are removed if there is none.

        Raises:
            TypeError: if `sequences` does not hold lists.
        """
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences):
        """Converts lists of word indices back to texts, one at a time.

        Args:
            sequences: list or generator of lists of word indices.

        Yields:
            A string for each list; see `sequences_to_texts`.
        """
        unknown, end = self.oov_token if self.oov_token in self.word_index else None, self._end()
        for sequence in _lists(sequences):
            words = [self.index_word.get(index, unknown) if index < end else unknown
                     for index in sequence]
            yield ' '.join([word for word in words if word is not None])

    def texts_to_matrix(self, texts, mode='binary'):
        """Converts texts to a matrix with one column per word.

        Args:
            texts: list or generator of texts, each a string or a list of words.
            mode: `'binary'`, `'count'`, `'tfidf'` or `'freq'`; see `sequences_to_matrix`.

        Returns:
            Array `(texts, num_words)`; see `sequences_to_matrix`.

        Raises:
            ValueError: as in `sequences_to_matrix`.
        """
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences, mode='binary'):
        """Converts lists of word indices to a matrix with one column per word.

        Args:
            sequences: list or generator of lists of word indices.
            mode: contents of the matrix: `'binary'` (1 if a word occurs), `'count'` (how often it
                occurs), `'freq'` (its fraction of the list) or `'tfidf'`, which is
                `(1 + log(count)) * log(1 + document_count / (1 + index_docs))` (Manning, Raghavan,
                Schuetze: Introduction to Information Retrieval, 2008, chapter 6).

        Returns:
            Array `(sequences, num_words)`; without `num_words`, it has one column for each word and
            one for 0.

        Raises:
            TypeError: if `sequences` does not hold lists of word indices.
            ValueError: if the mode is unknown, or the vocabulary has not been learned yet.
        """
        check_mode(mode)
        if not self.num_words and not self.word_index:
            raise ValueError('The width of the matrix is not known yet: pass `num_words` to the '
                             '`Tokenizer`, or call `fit_on_texts` first.')
        if mode == 'tfidf' and not self.document_count:
            raise ValueError("The mode 'tfidf' needs the number of texts that contain each word: "
                             'call `fit_on_texts` or `fit_on_sequences` first.')
        width = int(self.num_words or len(self.word_index) + 1)
        docs = np.array([self.index_docs.get(index, 0) for index in range(width)])
        return matrix(list(_lists(sequences)), width, mode,
                      idf=np.log(1 + self.document_count / (1 + docs)))

    def get_config(self):
        """Returns arguments and vocabulary as a dictionary; dictionaries in it are JSON."""
        return {'num_words': self.num_words, 'filters': self.filters, 'lower': self.lower,
                'split': self.split, 'char_level': self.char_level, 'oov_token': self.oov_token,
                'document_count': self.document_count,
                'word_counts': json.dumps(self.word_counts),
                'word_docs': json.dumps(self.word_docs),
                'index_docs': json.dumps(self.index_docs),
                'index_word': json.dumps(self.index_word),
                'word_index': json.dumps(self.word_index)}

    def to_json(self, **kwargs):
        """Returns the tokenizer as JSON; see `tokenizer_from_json`.

        Args:
            **kwargs: arguments of `json.dumps`.

        Returns:
            String with JSON.
        """
        return json.dumps({'class_name': type(self).__name__, 'config': self.get_config()},
                          **kwargs)

    def _end(self):
        """Returns the smallest index of a word that counts as unknown."""
        return self.num_words or float('inf')

    def _split(self, texts):
        if isinstance(texts, str) and not self.char_level:
            warn('`texts` is a single string, so each of its characters is treated as a text. For '
                 'one text, pass a list: [text].')
        return map(self._words, texts)

    def _words(self, text):
        if isinstance(text, str):
            if not self.char_level:
                return text_to_word_sequence(text, self.filters, self.lower, self.split)
            return list(text.lower() if self.lower else text)
        try:
            return [word.lower() for word in text] if self.lower else list(text)
        except (TypeError, AttributeError) as error:
            raise TypeError('Each text must be a string or a list of words, but got %s (%s).'
                            % (reprlib.repr(text), type(text).__name__)) from error


def tokenizer_from_json(json_string):
    """Creates a `Tokenizer` from its JSON.

    Args:
        json_string: string that `Tokenizer.to_json` returned.

    Returns:
        A `Tokenizer`.

    Raises:
        ValueError: if the string is not such JSON.

    Example:
        >>> from keras.preprocessing.text import Tokenizer, tokenizer_from_json
        >>> tokenizer = Tokenizer()
        >>> tokenizer.fit_on_texts(['hello world'])
        >>> tokenizer_from_json(tokenizer.to_json()).word_index
        {'hello': 1, 'world': 2}
    """
    with readable_errors('`json_string` is not what `Tokenizer.to_json` returns'):
        config = json.loads(json_string).get('config')
        tables = {name: json.loads(config.pop(name)) for name in
                  ('word_counts', 'word_docs', 'index_docs', 'word_index', 'index_word')}
        tokenizer = Tokenizer(**config)
        tokenizer.word_counts.update(tables['word_counts'])
        tokenizer.word_docs.update(tables['word_docs'])
        tokenizer.word_index.update(tables['word_index'])
        # The keys of JSON's objects are strings.
        tokenizer.index_docs.update(_with_ints(tables['index_docs']))
        tokenizer.index_word.update(_with_ints(tables['index_word']))
    return tokenizer


def _with_ints(table):
    return {int(index): value for index, value in table.items()}


def _add(counts, table):
    for key, count in counts.items():
        table[key] = table.get(key, 0) + count


def _lists(sequences):
    for sequence in sequences:
        if isinstance(sequence, str) or not hasattr(sequence, '__iter__'):
            raise TypeError('`sequences` must be a list of lists of word indices, but one of them '
                            'is %s.' % reprlib.repr(sequence))
        yield sequence
