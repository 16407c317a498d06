"""Layers that go through a sequence step by step."""
from keras.legacy.recurrent import Recurrent

from .gru import GRU, GRUCell
from .lstm import LSTM, LSTMCell
from .rnn import RNN
from .simple import SimpleRNN, SimpleRNNCell
from .stacked import StackedRNNCells
