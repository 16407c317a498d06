"""Translates with the encoder and the decoder that `lstm_seq2seq.py` has trained and saved.

The file holds one model, the one for training, which reads the right translation. Its layers, with
their weights, are found by name and put together anew: an encoder, and a decoder that makes one
step at a time. Which number stands for which character is in a second file beside it.

Sentences are those given in the command line, or else some numbers in English words.
"""
import argparse
import json

from example_texts import Characters
from lstm_seq2seq import split_model, translate

from keras.models import load_model

SENTENCES = ['seven', 'twenty-one', 'seventy-one', 'eighty', 'ninety-nine',
             'three hundred', 'five hundred and ninety-five']


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('sentences', nargs='*', default=SENTENCES)
    parser.add_argument('--file', default='lstm_seq2seq.h5', help='where the model was saved')
    options = parser.parse_args()

    model = load_model(options.file)
    model.summary()
    with open(options.file + '.json') as file:
        source, target = [Characters(**arguments) for arguments in json.load(file)]
    encoder, decoder = split_model(model)
    translations = translate(encoder, decoder, source, target, options.sentences)
    for pair in zip(options.sentences, translations):
        print('%s: %s' % pair)


if __name__ == '__main__':
    main()
