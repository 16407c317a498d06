"""Dilated convolutions translate, character by character, with attention and no recurrent layer.

The data are pairs of sentences: lines with a sentence, a tab and its translation, in a file that
`--data` names (such as those for Anki, flash card software). Without it, they are the numbers from
1 to 999 in English and in French words. A tenth is for testing.

With each layer the convolutions reach twice as far, so three layers of width 3 see 15 characters.
Those that read the translation are causal: they see what was written before, never what comes. At
each character the decoder compares its vector with all vectors of the encoder (dot products), and
adds up those that are alike: there it looks for what to write next. All characters are trained at
once, but in translating they come one after the other.

With 899 of the numbers, 98% of the other 100 are translated without an error after 40 epochs, less
than a minute on a CPU.

References: Kalchbrenner et al. (2016), "Neural Machine Translation in Linear Time",
https://arxiv.org/abs/1610.10099; Gehring et al. (2017), "Convolutional Sequence to Sequence
Learning", https://arxiv.org/abs/1705.03122.
"""
import argparse

import numpy as np
from example_texts import BEGIN, END, Characters, sentence_pairs, teacher_forcing

from keras.layers import Activation, Conv1D, Dense, Embedding, Input, add, concatenate, dot
from keras.models import Model
from keras.optimizers import Adam

FILTERS = 128
DILATION_RATES = [1, 2, 4]
SHOWN = 5


def convolutions(x, padding):
    for rate in DILATION_RATES:
        y = Conv1D(FILTERS, 3, padding=padding, dilation_rate=rate, activation='relu')(x)
        x = add([x, y])
    return x


def build_model(source, target):
    sentence, written = Input((source.length,)), Input((target.length,))
    encoded = convolutions(Embedding(len(source), FILTERS)(sentence), 'same')
    decoded = convolutions(Embedding(len(target), FILTERS)(written), 'causal')
    # (characters of the translation, characters of the sentence); each row adds up to 1.
    attention = Activation('softmax')(dot([decoded, encoded], axes=(2, 2)))
    seen = dot([attention, encoded], axes=(2, 1))
    x = Dense(FILTERS, activation='relu')(concatenate([decoded, seen]))
    following = Dense(len(target), activation='softmax')(x)
    model = Model([sentence, written], following)
    model.compile(Adam(lr=.002), 'sparse_categorical_crossentropy', sample_weight_mode='temporal',
                  weighted_metrics=['accuracy'])
    return model


def translate(model, source, target, sentences):
    """Returns translations, all at once: at each step, the most likely character."""
    x = source.encode(sentences)
    written = target.encode([BEGIN] * len(sentences))
    for step in range(1, target.length):
        # What the model says about later characters does not count: the next steps write them.
        written[:, step] = model.predict([x, written])[:, step - 1].argmax(axis=-1)
    return [text[1:].partition(END)[0] for text in target.decode(written)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', help='a text file (UTF-8) of sentences, tabs and translations')
    parser.add_argument('--epochs', type=int, default=40)
    parser.add_argument('--samples', type=int, help='how many pairs at most; by default all')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = sentence_pairs(options.data, options.samples)
    source = Characters.of(x_train)
    target = Characters.of([BEGIN + translation + END for translation in y_train])
    print(len(x_train), 'pairs to learn from,', len(x_test), 'to test with')
    model = build_model(source, target)
    model.summary()
    inputs, following, weights = teacher_forcing(source, target, x_train, y_train)
    model.fit(inputs, following, sample_weight=weights, batch_size=32, epochs=options.epochs,
              verbose=2)

    translations = translate(model, source, target, x_test)
    for triple in list(zip(x_test, translations, y_test))[:SHOWN]:
        print('%s: %s, it should be %s' % triple)
    inputs, following, weights = teacher_forcing(source, target, x_test, y_test)
    accuracy = model.evaluate(inputs, following, sample_weight=weights, verbose=0)[1]
    print('Test accuracy of characters, each after the right ones: %.4f' % accuracy)
    print('Correct test translations: %.4f' % np.mean(np.array(translations) == y_test))


if __name__ == '__main__':
    main()
