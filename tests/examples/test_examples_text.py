"""The examples that read and write text run as a reader would run them, on little and easy data."""
import re

import numpy as np
from example_runs import is_drawn, number_after, run
from example_texts import parse_stories, sentence_pairs
from numpy.testing import assert_allclose
from transformer_text_classification import LENGTH, build_model

from keras.models import Model


def test_text_generation_knows_more_than_frequencies():
    printed = run('lstm_text_generation.py', '--epochs', '3', '--samples', '5000',
                  '--length', '20')
    frequencies = number_after('Loss of guessing by how often characters occur', printed)
    assert number_after('Test loss', printed) < frequencies
    assert 'At temperature 1.2' in printed


def test_memory_network_answers():
    printed = run('babi_memnn.py', '--epochs', '12', '--samples', '400')
    assert number_after('Test accuracy', printed) > .35  # one of six rooms is right by chance
    assert 'Sentences, and how much attention each hop pays to them' in printed


def test_recurrent_network_answers(tmp_path):
    files = [str(tmp_path / name) for name in ['train.txt', 'test.txt']]
    for name in files:
        with open(name, 'w') as file:
            for _ in range(100):
                file.write('1 Mary moved to the hall.\n2 Where is Mary? \thall\t1\n'
                           '1 John went to the garden.\n2 Where is John?\tgarden\t1\n')
    printed = run('babi_rnn.py', '--epochs', '4', '--data', *files)
    assert '200 training questions, 200 test questions' in printed
    assert number_after('Test accuracy', printed) > .9


def test_stories_are_parsed():
    pairs, answers = parse_stories([
        '1 Mary moved to the bathroom.', '2 John took the milk there.',
        '3 Where is Mary? \tbathroom\t1', '4 What is carried?\tmilk\t2 1',
        '1 Mary left.', '2 Is Mary here?\tno\t1', ''])
    mary = ['mary', 'moved', 'to', 'the', 'bathroom']
    john = ['john', 'took', 'the', 'milk', 'there']
    assert answers == ['bathroom', 'milk', 'no']
    assert pairs == [([mary, john], ['where', 'is', 'mary']),
                     ([mary, john], ['what', 'is', 'carried']),
                     ([['mary', 'left']], ['is', 'mary', 'here'])]


def test_seq2seq_is_restored(tmp_path):
    file = str(tmp_path / 'model.h5')
    printed = run('lstm_seq2seq.py', '--epochs', '4', '--samples', '200', '--file', file)
    # About one of seven characters would be right by always guessing the same.
    assert number_after('Test accuracy of characters, each after the right ones', printed) > .2
    assert 'Correct test translations: ' in printed
    translations = dict(re.findall('(.*): (.*), it should be', printed))
    assert len(translations) == 5
    restored = run('lstm_seq2seq_restore.py', '--file', file, *translations)
    for pair in translations.items():
        assert '%s: %s\n' % pair in restored


def test_sentence_pairs_are_read(tmp_path):
    file = tmp_path / 'fra.txt'
    lines = ['Sentence %d.\tPhrase %d à lire.\tby someone' % (i, i) for i in range(20)]
    lines.insert(2, 'Sentence 1.\tUne autre phrase.\tby someone else')
    file.write_bytes('\n'.join(lines).encode('utf-8'))
    (x_train, y_train), (x_test, y_test) = sentence_pairs(str(file), 10)
    assert len(x_train) == len(y_train) == 9
    assert sorted(zip(x_train + x_test, y_train + y_test)) == [
        ('Sentence %d.' % i, 'Phrase %d à lire.' % i) for i in range(10)]


def test_numbers_in_french_words():
    train, test = sentence_pairs()
    words = dict(zip(train[0] + test[0], train[1] + test[1]))
    assert len(words) == len(set(words.values())) == 999
    assert words['seventy-one'] == 'soixante et onze'
    assert words['eighty'] == 'quatre-vingts'
    assert words['one hundred and eighty-one'] == 'cent quatre-vingt-un'
    assert words['two hundred'] == 'deux cents'
    assert words['nine hundred and ninety-nine'] == 'neuf cent quatre-vingt-dix-neuf'


def test_convolutions_translate():
    printed = run('cnn_seq2seq.py', '--epochs', '4', '--samples', '200')
    assert number_after('Test accuracy of characters, each after the right ones', printed) > .3
    assert 'Correct test translations: ' in printed


def test_transformer_classifies():
    printed = run('transformer_text_classification.py', '--epochs', '2', '--samples', '300',
                  '--batch-size', '16')
    assert number_after('Test accuracy', printed) > .8


def test_transformer_pays_no_attention_to_padding():
    model = build_model()
    words = np.zeros((1, LENGTH), int)
    words[0, :20] = np.arange(20) + 4
    attention = Model(model.input, [layer.output for layer in model.layers
                                    if layer.name.startswith('activation')])
    for weights in attention.predict(words):
        assert weights.shape == (1, LENGTH, LENGTH)
        assert_allclose(weights[..., :20].sum(axis=-1), 1, rtol=1e-5)
        assert weights[..., 20:].max() == 0
    before = model.predict(words)
    embedding = model.layers[1].get_weights()[0]
    embedding[0] += 9
    model.layers[1].set_weights([embedding])
    assert_allclose(model.predict(words), before, rtol=1e-5)


def test_attention_writes_dates(tmp_path):
    picture = tmp_path / 'attention.png'
    printed = run('attention_seq2seq.py', '--epochs', '6', '--samples', '1000',
                  '--picture', str(picture))
    # The two hyphens alone are .2, the century is mostly one of two.
    assert number_after('Test accuracy of characters', printed) > .4
    assert 'Correct test dates: ' in printed
    assert is_drawn(picture, printed)


def test_tagging_looks_at_the_words_around():
    printed = run('sequence_tagging.py', '--epochs', '6', '--samples', '1200')
    without = number_after('Accuracy of the tag that a word has most often', printed)
    assert number_after('Test accuracy', printed) > without
