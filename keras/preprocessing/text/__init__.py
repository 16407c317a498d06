"""Texts into numbers: vocabularies, hashing."""
from keras.preprocessing.text.hashing import hashing_trick, one_hot
from keras.preprocessing.text.tokenizer import Tokenizer, tokenizer_from_json
from keras.preprocessing.text.words import text_to_word_sequence

# Pickles name this class by its module, so that is to be the public path.
Tokenizer.__module__ = __name__
