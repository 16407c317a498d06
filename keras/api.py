"""The name by which `tf.keras` and programs look for Keras 3: says which Keras is installed."""
from .asked_by_tensorflow import refuse

refuse()
raise ImportError('keras.api is a part of Keras 3, but Keras 2 is installed here. Import from '
                  'keras itself, for instance `from keras import layers`.')
