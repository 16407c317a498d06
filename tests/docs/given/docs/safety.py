import types

from keras import models
from keras.layers import Dense

made = models.Sequential([Dense(2, input_shape=(3,))])
made.compile('sgd', 'mse')
made.save('model.h5')
library = types.SimpleNamespace(run=models.load_model)
