"""Names of TensorFlow 1, and names of TensorFlow 0 that programs for Keras used.

`tensorflow_1` replaces TensorFlow by `tensorflow.compat.v1`; these are the names that it lacks.
"""

_CONTRIB = ('tf.contrib went with TensorFlow 1. Some of it is in tf.compat.v1 or in '
            'tensorflow_addons; tf.contrib.layers and tf.contrib.rnn have their like in '
            'keras.layers.')

NAMES = {
    'tensorflow': {
        'batch_matmul': 'tensorflow.compat.v1.matmul',
        'complex_abs': 'tensorflow.compat.v1.abs',
        'inv': 'tensorflow.compat.v1.reciprocal',
        'mul': 'tensorflow.compat.v1.multiply',
        'neg': 'tensorflow.compat.v1.negative',
        'pack': 'tensorflow.compat.v1.stack',
        'select': 'tensorflow.compat.v1.where',
        'sub': 'tensorflow.compat.v1.subtract',
        'unpack': 'tensorflow.compat.v1.unstack',
        'merge_all_summaries': 'tensorflow.compat.v1.summary.merge_all',
        'scalar_summary': 'tensorflow.compat.v1.summary.scalar',
    },
}

MADE = {
    'tensorflow.contrib': {},
    'tensorflow.contrib.framework': {'nest': 'tensorflow.compat.v1.nest',
                                     'get_variables': 'tensorflow.compat.v1.global_variables'},
    'tensorflow.contrib.layers': {
        'l1_regularizer': 'keras.regularizers.l1',
        'l2_regularizer': 'keras.regularizers.l2',
        'xavier_initializer': 'keras.legacy.old_names.tensorflow_1.xavier_initializer',
        'xavier_initializer_conv2d': 'keras.legacy.old_names.tensorflow_1.xavier_initializer',
    },
    'tensorflow.contrib.util': {'make_tensor_proto': 'tensorflow.compat.v1.make_tensor_proto'},
}

MOVED = {'tensorflow.keras': 'keras', 'tensorflow.compat.v1.keras': 'keras'}

GONE = {
    'tensorflow.contrib': _CONTRIB,
    'tensorflow.estimator': 'tf.estimator went with TensorFlow 2.15. Train the model with Keras.',
    'tensorflow.examples': 'The tutorials are no part of TensorFlow any more. MNIST comes with '
                           'keras.datasets.mnist.load_data().',
    'tensorflow.layers': 'keras.layers take the same arguments.',
}

SETUP = {'tensorflow': 'keras.legacy.old_names.tensorflow_1.take_its_place'}
