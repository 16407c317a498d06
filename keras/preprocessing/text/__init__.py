"""Converts text to numbers, with a vocabulary or by hashing."""
from keras.preprocessing.text.hashing import hashing_trick, one_hot
from keras.preprocessing.text.tokenizer import Tokenizer, tokenizer_from_json
from keras.preprocessing.text.words import text_to_word_sequence

# Pickles refer to this class by its module, so it must be the public path.
Tokenizer.__module__ = __name__
