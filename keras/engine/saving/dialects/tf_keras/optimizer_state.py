"""Converting the arrays of an optimizer from the order of tf.keras 2 to that of Keras 2.3."""
import numpy as np

from keras import backend as K
from keras import optimizers

# The names of an optimizer's arrays in versions of tf.keras, in the order of Keras 2.3.
_SLOTS = {
    'SGD': [('m', 'momentum')],
    'RMSprop': [('velocity', 'rms')],
    'Adagrad': [('accumulator',)],
    'Adadelta': [('accumulated_grad', 'accum_grad'), ('accumulated_delta_var', 'accum_var')],
    'Adam': [('m',), ('v',), ('vhat',)],
    'Adamax': [('m',), ('u', 'v')],
    'Nadam': [('m',), ('v',)],
}


def state(arrays, model, names, written):
    places = [index for index, name in enumerate(names)
              if name.split('/')[-1] in ('iter:0', 'iteration:0')]
    optimizer, params = model.optimizer, model._collected_trainable_weights
    slots = _SLOTS.get(type(optimizer).__name__)
    if not places or slots is None or arrays[places[0]].shape:
        return arrays
    iterations = arrays[places[0]]
    # `Adam/m/dense/kernel:0`; before TensorFlow 2.11, `Adam/dense/kernel/m:0`.
    part = 1 if 'iteration:0' in names else -1
    kinds = [name.split(':')[0].split('/')[part] if '/' in name else None for name in names]
    ordered = [iterations]
    if isinstance(optimizer, optimizers.Nadam):
        ordered.append(optimizer.schedule_after(int(iterations)))
    for slot in slots:
        found = [array for kind, array in zip(kinds, arrays) if kind in slot]
        ordered += found or [np.zeros(K.int_shape(param)) for param in params]
    if isinstance(optimizer, optimizers.Adam) and not optimizer.amsgrad:
        ordered[1 + 2 * len(params):] = [np.zeros(1) for param in params]
    return ordered
