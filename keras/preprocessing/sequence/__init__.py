"""Sequences of different lengths, of words, and of measurements over time."""
from keras.preprocessing.sequence.padding import _remove_long_seq, pad_sequences
from keras.preprocessing.sequence.skipgrams import make_sampling_table, skipgrams
from keras.preprocessing.sequence.timeseries import (
    TimeseriesGenerator,
    timeseries_generator_from_json,
)
