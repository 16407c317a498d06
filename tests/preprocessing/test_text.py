"""Words, hashing, vocabularies. Numbers marked as such are those of keras_preprocessing 1.1.2."""
import collections
import importlib
import json
import pickle
from importlib.machinery import PathFinder

import numpy as np
import pytest

from keras.preprocessing import text as public
from keras.preprocessing.text import (
    Tokenizer,
    hashing_trick,
    one_hot,
    text_to_word_sequence,
    tokenizer_from_json,
)

TEXTS = ['The cat sat on the mat.', 'The dog, the cat!']


def fitted(texts=TEXTS, **arguments):
    tokenizer = Tokenizer(**arguments)
    tokenizer.fit_on_texts(texts)
    return tokenizer


# Words

@pytest.mark.parametrize('text, arguments, words', [
    ('Hello, World!\tfoo\nbar  x', {}, ['hello', 'world', 'foo', 'bar', 'x']),
    ("It's a (small) test.", {}, ["it's", 'a', 'small', 'test']),
    ('Hello, World!', {'lower': False}, ['Hello', 'World']),
    ('Hello, World!', {'split': ','}, ['hello', ' world']),
    ('Hello, Wo--rld!', {'split': '--', 'filters': '!,'}, ['hello', ' wo', 'rld']),
    ('Hello World.', {'filters': ''}, ['hello', 'world.']),
    ('Hello World', {'filters': ['l', 'o']}, ['he', 'w', 'r', 'd']),
    ('a\tb', {'split': None, 'filters': ''}, ['a', 'b']),
    ('\xc9t\xe9 \u65e5\u672c', {}, ['\xe9t\xe9', '\u65e5\u672c']),
    ('', {}, []), ('...', {}, []),
])
def test_text_to_word_sequence(text, arguments, words):
    assert text_to_word_sequence(text, **arguments) == words


@pytest.mark.parametrize('text, arguments, error, message', [
    (b'a b', {}, TypeError, r"`text` must be a string, but got b'a b' \(bytes\)"),
    (float('nan'), {}, TypeError, r'must be a string, but got nan \(float\)'),
    (['a b'], {}, TypeError, r"must be a string, but got \['a b'\] \(list\)"),
    ('a b', {'split': ''}, ValueError, '`split` must not be empty.*char_level'),
    ('a b', {'filters': None}, ValueError, "`filters` must be .*'' for none.* but got None"),
    ('a b', {'filters': ['--']}, ValueError, r"`filters` must be .* but got \['--'\]"),
])
def test_words_of_what_is_no_text(text, arguments, error, message):
    with pytest.raises(error, match=message):
        text_to_word_sequence(text, **arguments)


# Hashing

def test_md5_is_the_same_everywhere():
    # keras_preprocessing's
    assert hashing_trick('The quick \xe9 brown fox', 1000, 'md5') == [132, 454, 776, 793, 641]
    assert hashing_trick('a b c a', 5, hash_function='md5') == [2, 4, 4, 2]
    assert hashing_trick('', 5, 'md5') == []
    assert hashing_trick('a b', 2, 'md5') == [1, 1]


def test_hash_functions():
    assert hashing_trick('The quick brown', 5, len) == [4, 2, 2]  # 3 % 4 + 1, 5 % 4 + 1
    words = ['the', 'quick', 'brown']
    expected = [hash(word) % 9 + 1 for word in words]
    assert hashing_trick('The quick, brown', 10) == expected
    assert one_hot('The quick, brown', 10) == expected
    assert one_hot('The-quick-brown', 10, filters='', split='-') == expected
    assert one_hot('The', 10, lower=False) == [hash('The') % 9 + 1]


@pytest.mark.parametrize('n', [1, 0, -3])
def test_too_few_numbers(n):
    with pytest.raises(ValueError, match='`n` must be at least 2.* but got %d' % n):
        one_hot('a', n)


def test_unknown_hash_function():
    with pytest.raises(ValueError, match="`hash_function` must be 'md5'.* but got 'MD5'. "
                                         "Did you mean 'md5'?"):
        hashing_trick('a', 5, 'MD5')


# Vocabularies

def test_fit_on_texts():
    tokenizer = fitted()
    assert list(tokenizer.word_counts.items()) == [
        ('the', 4), ('cat', 2), ('sat', 1), ('on', 1), ('mat', 1), ('dog', 1)]
    assert isinstance(tokenizer.word_counts, collections.OrderedDict)
    assert tokenizer.word_docs == {'the': 2, 'cat': 2, 'sat': 1, 'on': 1, 'mat': 1, 'dog': 1}
    assert tokenizer.word_index == {'the': 1, 'cat': 2, 'sat': 3, 'on': 4, 'mat': 5, 'dog': 6}
    assert tokenizer.index_word == {1: 'the', 2: 'cat', 3: 'sat', 4: 'on', 5: 'mat', 6: 'dog'}
    assert tokenizer.index_docs == {1: 2, 2: 2, 3: 1, 4: 1, 5: 1, 6: 1}
    assert tokenizer.document_count == 2


@pytest.mark.parametrize('texts', [
    ('a b a', 'b c'), iter(['a b a', 'b c']), np.array(['a b a', 'b c']), [['a', 'b', 'a'], 'B c'],
    [('A', 'b', 'a'), np.array(['b', 'c'])],
])
def test_kinds_of_texts(texts):
    tokenizer = fitted(texts)
    assert list(tokenizer.word_counts.items()) == [('a', 2), ('b', 2), ('c', 1)]
    assert tokenizer.word_docs == {'a': 1, 'b': 2, 'c': 1}


def test_fit_twice():
    tokenizer = fitted(['a b a'])
    tokenizer.fit_on_texts(['c c c b d'])
    assert list(tokenizer.word_counts.items()) == [('a', 2), ('b', 2), ('c', 3), ('d', 1)]
    assert tokenizer.word_index == {'c': 1, 'a': 2, 'b': 3, 'd': 4}
    assert tokenizer.index_docs == {1: 1, 2: 1, 3: 2, 4: 1}
    assert tokenizer.document_count == 2
    assert fitted(['a'], document_count=5).document_count == 6


def test_fit_on_nothing():
    tokenizer = fitted([])
    assert tokenizer.word_index == {} and tokenizer.document_count == 0
    assert fitted(['', []]).document_count == 2


def test_words_in_lists_are_taken_whole():
    assert fitted([['New York', 'a.'], ['NEW YORK']]).word_index == {'new york': 1, 'a.': 2}
    assert fitted([['A'], ['a']], lower=False).word_index == {'A': 1, 'a': 2}
    assert fitted([[1, 2, 2]], lower=False).word_index == {2: 1, 1: 2}


def test_characters():
    tokenizer = fitted(['Ab a'], char_level=True)
    assert tokenizer.word_index == {'a': 1, 'b': 2, ' ': 3}
    assert tokenizer.texts_to_sequences(['B c']) == [[2, 3]]
    # A whole text instead of a list of one: each character is a text, as many programs rely on.
    assert fitted('Ab a', char_level=True).document_count == 4
    assert tokenizer.texts_to_sequences('ab') == [[1], [2]]


def test_single_string_of_words():
    with pytest.warns(UserWarning, match=r'`texts` is a single string.*\[text\]'):
        tokenizer = fitted('ab a')
    assert tokenizer.word_index == {'a': 1, 'b': 2}
    with pytest.warns(UserWarning, match='`texts` is a single string'):
        assert tokenizer.texts_to_sequences('a b') == [[1], [], [2]]


@pytest.mark.parametrize('text, message', [
    (float('nan'), r'got nan \(float\)'), (None, r'got None \(NoneType\)'),
    (['a', 3], r"got \['a', 3\] \(list\)"), (b'ab', r"got b'ab' \(bytes\)"),
    ([['a'], ['b']], r"got \[\['a'\], \['b'\]\]"),
])
def test_what_is_no_text(text, message):
    tokenizer = fitted(['a'])
    with pytest.raises(TypeError, match='must be a string or a list of words, but ' + message):
        tokenizer.fit_on_texts(['b', text])
    assert tokenizer.word_counts == {'a': 1} and tokenizer.document_count == 1
    with pytest.raises(TypeError, match=message):
        tokenizer.texts_to_sequences([text])


# Sequences

def test_texts_to_sequences():
    tokenizer = fitted()
    assert tokenizer.texts_to_sequences(['The dog sat, unknown', '', ['cat', 'THE']]) == [
        [1, 6, 3], [], [2, 1]]
    assert list(tokenizer.texts_to_sequences_generator(iter(['cat', 'mat']))) == [[2], [5]]


@pytest.mark.parametrize('arguments, expected', [
    ({'num_words': 3}, [[1, 2], []]),  # the two most frequent words
    ({'num_words': 3, 'oov_token': '?'}, [[2, 1, 1, 1], [1]]),
    ({'num_words': 1, 'oov_token': '?'}, [[1, 1, 1, 1], [1]]),
    ({'num_words': 0}, [[1, 2, 3], []]), ({'num_words': 100}, [[1, 2, 3], []]),
    ({'oov_token': '?'}, [[2, 3, 4, 1], [1]]),
    ({'oov_token': 'b'}, [[2, 3, 4, 3], [3]]),  # a word that occurs
])
def test_unknown_and_rare_words(arguments, expected):
    tokenizer = fitted(['a b c a b a'], **arguments)  # expectations: keras_preprocessing's
    assert tokenizer.texts_to_sequences(['a b c d', 'd']) == expected


def test_sequences_to_texts():
    tokenizer = fitted(['a b c a b a'])
    assert tokenizer.sequences_to_texts([[1, 3, 0, 9], [], np.array([2])]) == ['a c', '', 'b']
    assert list(tokenizer.sequences_to_texts_generator(iter([[1], [2]]))) == ['a', 'b']
    tokenizer = fitted(['a b c a b a'], num_words=3)
    assert tokenizer.sequences_to_texts([[1, 2, 3]]) == ['a b']
    tokenizer = fitted(['a b c a b a'], num_words=3, oov_token='?')
    assert tokenizer.sequences_to_texts([[1, 2, 3, 4], [0]]) == ['? a ? ?', '?']


def test_before_fitting():
    assert Tokenizer(oov_token='?').texts_to_sequences(['a']) == [[]]
    assert Tokenizer(oov_token='?').sequences_to_texts([[1]]) == ['']


@pytest.mark.parametrize('method', ['sequences_to_texts', 'sequences_to_matrix',
                                    'fit_on_sequences'])
@pytest.mark.parametrize('sequences, message', [([1, 2], 'one of them is 1'),
                                                (['ab'], "one of them is 'ab'")])
def test_sequences_that_are_no_lists(method, sequences, message):
    tokenizer = fitted()
    with pytest.raises(TypeError, match='`sequences` must be a list of lists of word indices, but '
                       + message):
        getattr(tokenizer, method)(sequences)
    assert tokenizer.document_count == 2


# Matrices

COUNTS = np.array([[0, 2, 1, 0, 1], [0, 0, 0, 0, 0], [0, 0, 0, 3, 0]], float)
DOCS = np.array([0, 2, 1, 2, 1])
MATRICES = {
    'binary': COUNTS > 0,
    'count': COUNTS,
    'freq': COUNTS / np.array([[4.], [1.], [3.]]),
    'tfidf': (COUNTS > 0) * (1 + np.log(np.maximum(COUNTS, 1))) * np.log(1 + 3 / (1 + DOCS)),
}


@pytest.mark.parametrize('mode', sorted(MATRICES))
def test_matrix(mode):
    tokenizer = fitted(['a b a b', 'c a a', 'c d'])  # a: 4, b: 2, c: 2, d: 1
    assert tokenizer.word_index == {'a': 1, 'b': 2, 'c': 3, 'd': 4}
    x = tokenizer.texts_to_matrix(['a d a b', '', 'c c c'], mode=mode)
    assert x.dtype == np.float64
    np.testing.assert_allclose(x, MATRICES[mode])
    for sequences in ([[1, 4, 1, 2], [], [3, 3, 3]], iter([[1, 4, 1, 2], (), np.array([3] * 3)])):
        np.testing.assert_allclose(tokenizer.sequences_to_matrix(sequences, mode), MATRICES[mode])


def test_width_of_the_matrix():
    tokenizer = Tokenizer(num_words=3)
    np.testing.assert_array_equal(tokenizer.sequences_to_matrix([[0, 2, 3], [7], []]),
                                  [[1, 0, 1], [0, 0, 0], [0, 0, 0]])
    # What is left out of the matrix still counts for the length.
    np.testing.assert_allclose(tokenizer.sequences_to_matrix([[0, 2, 7]], 'freq'),
                               [[1 / 3, 0, 1 / 3]])
    assert fitted(['a b']).texts_to_matrix([]).shape == (0, 3)
    assert Tokenizer(num_words=1e1).sequences_to_matrix([[]]).shape == (1, 10)
    with pytest.raises(ValueError, match='width .* not known.*`num_words`.*`fit_on_texts`'):
        Tokenizer().sequences_to_matrix([[1]])


def test_fit_on_sequences():
    tokenizer = Tokenizer(num_words=4)
    with pytest.raises(ValueError, match="'tfidf' .*`fit_on_texts` or `fit_on_sequences` first"):
        tokenizer.sequences_to_matrix([[1]], 'tfidf')
    tokenizer.fit_on_sequences(iter([[1, 1, 2], [3]]))
    tokenizer.fit_on_sequences(np.array([[1, 1]]))
    assert tokenizer.index_docs == {1: 2, 2: 1, 3: 1} and tokenizer.document_count == 3
    np.testing.assert_allclose(tokenizer.sequences_to_matrix([[1, 2]], 'tfidf'),
                               [[0, np.log(2), np.log(2.5), 0]])


@pytest.mark.parametrize('sequences, error, message', [
    ([['a']], TypeError, 'word indices.*`texts_to_matrix`'),
    ([[1, 2.5]], TypeError, 'word indices'), ([[[1]]], TypeError, 'word indices'),
    ([[1, -2]], ValueError, 'must not be negative, but got -2'),
])
def test_wrong_indices(sequences, error, message):
    with pytest.raises(error, match=message):
        fitted().sequences_to_matrix(sequences)


@pytest.mark.parametrize('mode, message', [
    ('tf-idf', "Did you mean 'tfidf'?"), ('counts', "Did you mean 'count'?"),
    (None, 'but got None'),
])
def test_unknown_mode(mode, message):
    with pytest.raises(ValueError, match="`mode` must be one of 'binary', 'count', 'tfidf', 'freq'"
                                         '.*' + message):
        fitted().texts_to_matrix([], mode)


# Arguments

def test_number_of_words_as_keras_1_called_it():
    with pytest.warns(UserWarning, match='`nb_words` .* renamed; use `num_words`'):
        assert Tokenizer(nb_words=3).num_words == 3


@pytest.mark.parametrize('arguments, error, message', [
    ({'num_word': 3}, TypeError, 'no argument `num_word`. Did you mean num_words'),
    ({'zzz': 3}, TypeError, r'no argument `zzz`\.$'),
    ({'num_words': -1}, ValueError, '`num_words` must be positive, or None .* but got -1'),
])
def test_wrong_arguments(arguments, error, message):
    with pytest.raises(error, match=message):
        Tokenizer(**arguments)


# Files

# From keras_preprocessing 1.1.2: num_words=10, oov_token='?', fitted on 'The cat sat on the mat'
# and 'The dog'.
JSON = (r'{"class_name": "Tokenizer", "config": {"num_words": 10, "filters": '
        r'"!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n", "lower": true, "split": " ", '
        r'"char_level": false, "oov_token": "?", "document_count": 2, "word_counts": '
        r'"{\"the\": 3, \"cat\": 1, \"sat\": 1, \"on\": 1, \"mat\": 1, \"dog\": 1}", "word_docs": '
        r'"{\"mat\": 1, \"sat\": 1, \"cat\": 1, \"on\": 1, \"the\": 2, \"dog\": 1}", "index_docs": '
        r'"{\"6\": 1, \"4\": 1, \"3\": 1, \"5\": 1, \"2\": 2, \"7\": 1}", "index_word": '
        r'"{\"1\": \"?\", \"2\": \"the\", \"3\": \"cat\", \"4\": \"sat\", \"5\": \"on\", '
        r'\"6\": \"mat\", \"7\": \"dog\"}", "word_index": "{\"?\": 1, \"the\": 2, \"cat\": 3, '
        r'\"sat\": 4, \"on\": 5, \"mat\": 6, \"dog\": 7}"}}')


def unpacked(json_string):
    described = json.loads(json_string)
    described['config'] = {
        name: json.loads(value) if str(value).startswith('{') else value
        for name, value in described['config'].items()}
    return described


def test_json_of_keras_2():
    tokenizer = tokenizer_from_json(JSON)
    assert tokenizer.texts_to_sequences(['The dog sat here']) == [[2, 7, 4, 1]]
    assert tokenizer.sequences_to_texts([[2, 7]]) == ['the dog']
    assert tokenizer.index_docs[2] == 2 and tokenizer.document_count == 2
    assert unpacked(tokenizer.to_json()) == unpacked(JSON)
    assert list(json.loads(tokenizer.to_json())['config']) == list(json.loads(JSON)['config'])
    tokenizer.fit_on_texts(['A bird'])
    assert tokenizer.document_count == 3 and tokenizer.word_counts['bird'] == 1


@pytest.mark.parametrize('arguments', [{}, {'char_level': True, 'lower': False},
                                       {'num_words': 4, 'oov_token': '\xe9', 'split': '-'}])
def test_json(arguments):
    tokenizer = fitted(**arguments)
    copy = tokenizer_from_json(tokenizer.to_json(indent=2))
    assert vars(copy) == vars(tokenizer)
    assert tokenizer.to_json(sort_keys=True) == copy.to_json(sort_keys=True)


class Subclass(Tokenizer):
    pass


def test_json_of_a_subclass():
    assert json.loads(Subclass().to_json())['class_name'] == 'Subclass'


@pytest.mark.parametrize('text, message', [
    ('{}', 'not what `Tokenizer.to_json` returns'), ('[]', 'not what `Tokenizer.to_json` returns'),
    (JSON.replace('index_docs', 'docs'), "returns .*'index_docs'"), ('x', 'Expecting value'),
])
def test_json_of_something_else(text, message):
    with pytest.raises(ValueError, match=message):
        tokenizer_from_json(text)


# Tokenizer(num_words=4), fitted on 'b a a' and 'a c', pickled by Keras 2.0.8.
PICKLE_OF_2_0 = (
    b'ccopy_reg\n_reconstructor\np0\n(ckeras.preprocessing.text\nTokenizer\np1\nc__builtin__\n'
    b'object\np2\nNtp3\nRp4\n(dp5\nVword_counts\np6\nccollections\nOrderedDict\np7\n(tRp8\nVb\np9\n'
    b'L1L\nsVa\np10\nL3L\nsVc\np11\nL1L\nssVword_docs\np12\n(dp13\ng10\nL2L\nsg9\nL1L\nsg11\nL1L\n'
    b'ssVfilters\np14\nV!"#$%&()*+,-./:;<=>?@[\\u005c]^_`{|}~\t\\u000a\np15\nsVsplit\np16\nV \n'
    b'p17\nsVlower\np18\nI01\nsVnum_words\np19\nL4L\nsVdocument_count\np20\nL2L\nsVchar_level\n'
    b'p21\nI00\nsVword_index\np22\n(dp23\ng10\nL1L\nsg9\nL2L\nsg11\nL3L\nssVindex_docs\np24\n'
    b'(dp25\nL1L\nL2L\nsL2L\nL1L\nsL3L\nL1L\nssb.')
# Tokenizer(num_words=4, filters=','), pickled by Keras 2.3.1.
PICKLE_OF_2_3 = (
    b'ccopy_reg\n_reconstructor\np0\n(ckeras_preprocessing.text\nTokenizer\np1\nc__builtin__\n'
    b'object\np2\nNtp3\nRp4\n(dp5\nVword_counts\np6\nccollections\nOrderedDict\np7\n(tRp8\n'
    b'sVword_docs\np9\nccollections\ndefaultdict\np10\n(c__builtin__\nlong\np11\ntp12\nRp13\n'
    b'sVfilters\np14\nV,\np15\nsVsplit\np16\nV \np17\nsVlower\np18\nI01\nsVnum_words\np19\nL4L\n'
    b'sVdocument_count\np20\nL0L\nsVchar_level\np21\nI00\nsVoov_token\np22\nNsVindex_docs\np23\n'
    b'g10\n(g11\ntp24\nRp25\nsVword_index\np26\n(dp27\nsVindex_word\np28\n(dp29\nsb.')


def test_pickle_of_keras_2_0():
    tokenizer = pickle.loads(PICKLE_OF_2_0)
    assert tokenizer.texts_to_sequences(['a b d', 'c']) == [[1, 2], [3]]
    # Keras 2.0.8's
    np.testing.assert_allclose(
        tokenizer.texts_to_matrix(['a b', 'c'], 'tfidf'),
        [[0, .5108256237659906, .6931471805599453, 0], [0, 0, 0, .6931471805599453]])
    assert tokenizer.sequences_to_texts([[3, 1]]) == ['c a']
    assert tokenizer.oov_token is None
    tokenizer.fit_on_texts(['d d d d'])
    assert tokenizer.texts_to_sequences(['a d']) == [[2, 1]]


@pytest.mark.skipif(PathFinder.find_spec('keras_preprocessing') is not None,
                    reason='keras_preprocessing is installed')
def test_pickle_of_keras_2_3():
    tokenizer = pickle.loads(PICKLE_OF_2_3)
    assert type(tokenizer) is Tokenizer and tokenizer.num_words == 4
    tokenizer.fit_on_texts(['a b'])
    assert tokenizer.texts_to_sequences(['b']) == [[2]]
    assert importlib.import_module('keras_preprocessing.text') is public
    images = importlib.import_module('keras_preprocessing.image')
    assert images is importlib.import_module('keras.preprocessing.image')


def test_pickle():
    tokenizer = fitted(num_words=5, oov_token='?')
    pickled = pickle.dumps(tokenizer, 0)
    assert b'ckeras.preprocessing.text\nTokenizer' in pickled  # where Keras 2 finds it, too
    assert vars(pickle.loads(pickled)) == vars(tokenizer)
