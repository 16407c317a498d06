"""Exports a trained model for serving without Keras: as a SavedModel, for TFLite and as ONNX.

This is for the TensorFlow engine, whose graph and session Keras gives away: `K.get_session()`. A
SavedModel is what TensorFlow Serving and TensorFlow in other languages load. TFLite is for phones
and small devices. ONNX is for other programs; it is made where `tf2onnx` is installed, and tried
out where `onnxruntime` is. Each export is loaded again by what knows nothing of Keras, and its
predictions are compared with those of the model: they differ by less than 0.00001.

The model is a convnet for MNIST, or for the small digits of scikit-learn.
"""
import argparse
import importlib.util
import os
import subprocess
import sys

import example_data
import numpy as np

from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential

if K.backend() != 'tensorflow':
    sys.exit('This example needs the TensorFlow engine, because SavedModels and TFLite are made of '
             'graphs of TensorFlow; here the engine is %s.' % K.backend())
import tensorflow as tf

tf.compat.v1.logging.set_verbosity('ERROR')  # no warnings that graphs and sessions are old

# What a server does: argument 1 is the folder, 2 a file with images, 3 one for the output.
SERVER = '''
import sys

import numpy as np
import tensorflow as tf

predict = tf.saved_model.load(sys.argv[1]).signatures['serving_default']
images = tf.constant(np.load(sys.argv[2]))
np.save(sys.argv[3], predict(image=images)['probabilities'].numpy())
'''


def load_data(samples):
    def prepare(images, labels):
        return images.reshape(-1, 28, 28, 1).astype('float32') / 255, labels
    train, test = example_data.mnist(samples)
    return prepare(*train), prepare(*test)


def build_model():
    model = Sequential()
    model.add(Conv2D(16, 3, activation='relu', input_shape=(28, 28, 1),
                     data_format='channels_last'))
    model.add(BatchNormalization())
    model.add(MaxPooling2D(2, data_format='channels_last'))
    model.add(Flatten())
    model.add(Dropout(0.3))
    model.add(Dense(10, activation='softmax'))
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def for_prediction(model):
    """Returns the model in a graph without what only training needs, such as dropout.

    Once the learning phase is set to 0, layers that are made afterwards know no other one.
    """
    config, weights = model.get_config(), model.get_weights()
    K.clear_session()
    K.set_learning_phase(0)
    model = type(model).from_config(config)
    model.set_weights(weights)
    return model


def export_saved_model(model, folder):
    # A signature says by which names a server gets inputs and gives outputs.
    tf.compat.v1.saved_model.simple_save(
        K.get_session(), folder, inputs={'image': model.input},
        outputs={'probabilities': model.output})


def predictions_of_saved_model(folder, images):
    np.save(folder + '_images.npy', images)
    subprocess.run([sys.executable, '-c', SERVER, folder, folder + '_images.npy',
                    folder + '_output.npy'], check=True)
    return np.load(folder + '_output.npy')


def export_tflite(folder, path):
    converter = tf.compat.v1.lite.TFLiteConverter.from_saved_model(folder)
    with open(path, 'wb') as file:
        file.write(converter.convert())


def predictions_of_tflite(path, images):
    interpreter = tf.lite.Interpreter(model_path=path)
    given, returned = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.resize_tensor_input(given['index'], images.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given['index'], images)
    interpreter.invoke()
    return interpreter.get_tensor(returned['index'])


def export_onnx(folder, path):
    if importlib.util.find_spec('tf2onnx') is None:
        raise ImportError('tf2onnx is not installed')
    subprocess.run([sys.executable, '-m', 'tf2onnx.convert', '--saved-model', folder,
                    '--output', path], check=True)


def predictions_of_onnx(path, images):
    import onnxruntime
    session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
    return session.run(None, {session.get_inputs()[0].name: images})[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=3)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--folder', default='digits_exported', help='a new folder for the exports')
    options = parser.parse_args()
    os.makedirs(options.folder)  # an error if it is there: simple_save would not overwrite it

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    model = build_model()
    model.fit(x_train, y_train, batch_size=32, epochs=options.epochs, verbose=2)
    print('Test accuracy: %.4f' % model.evaluate(x_test, y_test, verbose=0)[1])
    images = x_test[:100]
    expected = model.predict(images)

    def compare(name, path, predictions_of):
        try:
            print('Largest difference of %s: %.8f'
                  % (name, np.abs(predictions_of(path, images) - expected).max()))
        except ImportError as error:
            print('%s was written to %s, but is not tried out: %s' % (name, path, error))
    saved, lite, onnx = [os.path.join(options.folder, name)
                         for name in ('saved_model', 'digits.tflite', 'digits.onnx')]
    export_saved_model(for_prediction(model), saved)
    compare('SavedModel', saved, predictions_of_saved_model)
    try:
        export_tflite(saved, lite)
        compare('TFLite', lite, predictions_of_tflite)
    except (ImportError, AttributeError) as error:
        print('No TFLite: this TensorFlow comes without it (%s)' % error)
    try:
        export_onnx(saved, onnx)
        compare('ONNX', onnx, predictions_of_onnx)
    except ImportError as error:
        print('No ONNX: %s' % error)


if __name__ == '__main__':
    main()
