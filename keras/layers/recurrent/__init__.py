"""Recurrent layers, which process sequences step by step, and their cells."""
from keras.legacy.recurrent import Recurrent

from .borrowed_names import _generate_dropout_mask, _standardize_args
from .gru import GRU, GRUCell
from .lstm import LSTM, LSTMCell
from .rnn import RNN
from .simple_rnn import SimpleRNN, SimpleRNNCell
from .stacked import StackedRNNCells
