"""What a model leaves behind when nobody needs it any more."""
import gc
import weakref

import numpy as np

from keras.callbacks import History
from keras.layers import Dense, Dropout
from keras.models import Sequential


def test_models_that_are_dropped_are_freed():
    """The graph of TensorFlow keeps tensors and layers, but neither models nor their functions."""
    history = History()
    model = Sequential([Dense(3, input_shape=(2,)), Dropout(.5), Dense(1)])
    model.compile('adam', 'mse')
    model.fit(np.zeros((4, 2)), np.zeros((4, 1)), validation_split=.5, verbose=0,
              callbacks=[history])
    model.predict(np.zeros((1, 2)))
    kept = [weakref.ref(x) for x in (model, model.optimizer, model.train_function,
                                     model.test_function, model.predict_function)]
    del model, history
    gc.collect()
    assert [ref() for ref in kept] == [None] * 5
