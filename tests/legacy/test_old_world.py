"""Programs in the style of 2016 to 2020, run by `keras.legacy.run`; and what they find."""
import importlib
import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import keras
from keras import backend as K
from keras.legacy.old_names import h5py_2, of_tensorflow, program, scipy_images
from keras.legacy.old_names.imports import find
from keras.legacy.old_names.tables import load_tables
from keras.legacy.old_names.versions import LooseVersion, StrictVersion

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(keras.__file__)))
# Not `find_spec`: pytest puts the folders of tests on the path, one of which has this name.
_HAS_TENSORFLOW = K.backend() == 'tensorflow'


def run(*arguments, **options):
    """Runs Python with some arguments, and returns the exit code and what it has printed."""
    environment = dict(os.environ, PYTHONPATH=_ROOT, KERAS_BACKEND=K.backend(),
                       TF_CPP_MIN_LOG_LEVEL='3')
    result = subprocess.run([sys.executable] + list(arguments), stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, universal_newlines=True, env=environment,
                            timeout=300, **options)
    return result.returncode, result.stdout, result.stderr


def run_old(folder, source, *arguments):
    """Runs a program in the old world; returns the exit code, and what came out and on stderr."""
    path = folder / 'old.py'
    path.write_text(textwrap.dedent(source))
    return run('-m', 'keras.legacy.run', str(path), *arguments)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def no_old_world(monkeypatch):
    """Leaves this process as it is."""
    monkeypatch.setattr(program, 'old_world', lambda: None)
    monkeypatch.setattr(sys, 'excepthook', sys.excepthook)
    monkeypatch.setattr(sys, 'argv', sys.argv)


def test_a_classifier_of_2017(tmp_path):
    code, out, errors = run_old(tmp_path, '''
        import collections, time
        import h5py
        import numpy as np
        from keras.callbacks import Callback, EarlyStopping, ModelCheckpoint
        from keras.layers import Dense
        from keras.models import Sequential

        class Batches(Callback):
            def on_batch_end(self, batch, logs={}):
                print('batch', logs.get('acc'))

        start = time.clock()
        x = np.ones((4, 3), dtype=np.float)
        y = np.array([0, 1, 0, 1]).astype(np.int)
        y = np.eye(2)[y].astype(np.float_)
        model = Sequential()
        model.add(Dense(2, input_dim=3, init='zero', activation='softmax'))
        model.compile(loss='categorical_crossentropy', optimizer='sgd', metrics=['accuracy'])
        history = model.fit(x, y, nb_epoch=2, validation_data=(x, y), verbose=0, callbacks=[
            Batches(), EarlyStopping(monitor='val_acc', patience=9),
            ModelCheckpoint('w.{epoch:d}-{val_acc:.2f}.h5', monitor='val_acc')])
        print(sorted(history.history), history.history['acc'], history.history['val_acc'])
        with h5py.File('x.h5') as file:
            file['rate'] = [.5, .25]
            print(file['rate'].value.tolist())
        assert isinstance([], collections.Iterable)
        ''')
    assert code == 0, errors
    assert out.splitlines() == [
        'batch 0.5', 'batch 0.5',
        "['acc', 'accuracy', 'loss', 'val_acc', 'val_accuracy', 'val_loss'] [0.5, 0.5] [0.5, 0.5]",
        '[0.5, 0.25]']
    assert errors.count('keras.legacy: `import tensorflow` gives TensorFlow 1') == 1


@pytest.mark.skipif(not _HAS_TENSORFLOW, reason='TensorFlow is not installed')
def test_names_of_tensorflow_1(tmp_path):
    code, out, errors = run_old(tmp_path, '''
        import tensorflow as tf
        from tensorflow.python.framework import ops
        from keras import backend as K

        tf.set_random_seed(1)
        config = tf.ConfigProto(intra_op_parallelism_threads=1)
        config.gpu_options.allow_growth = True
        session = tf.Session(graph=tf.get_default_graph(), config=config)
        K.set_session(session)
        tf.logging.set_verbosity(tf.logging.ERROR)
        x = tf.placeholder(tf.float32, (None, 3))
        print(x.get_shape()[1].value, x.shape[0].value, tf.__version__)
        print(session.run(tf.log(x) + tf.to_float(1), {x: [[1, 1, 1]]}).tolist())
        print(session.run(tf.mul(2, 3)), callable(ops.get_default_graph), hasattr(x, '__len__'))

        from keras.layers import Conv2DTranspose, Input, LSTM
        print(K.int_shape(Conv2DTranspose(2, 3, strides=2)(Input((None, 4, 1)))))
        print(K.int_shape(LSTM(2)(Input((3, 1)))))

        import keras
        import tensorflow.keras.backend as K
        from tensorflow.keras.layers import Dense
        from tensorflow.contrib.layers import xavier_initializer

        print(Dense is keras.layers.Dense is tf.keras.layers.Dense, K is keras.backend)
        print(xavier_initializer()((2, 3)).shape)
        ''')
    assert code == 0, errors
    assert out.splitlines() == ['3 None 1.15.5', '[[1.0, 1.0, 1.0]]', '6 True False',
                                '(None, None, 9, 2)', '(None, 2)', 'True True', '(2, 3)']


@pytest.mark.skipif(not _HAS_TENSORFLOW, reason='TensorFlow is not installed')
def test_what_is_gone_of_tensorflow_1(tmp_path):
    code, out, errors = run_old(tmp_path, '''
        import importlib
        import tensorflow as tf

        for name in 'contrib.slim', 'examples.tutorials.mnist', 'nothing':
            try:
                importlib.import_module('tensorflow.' + name)
            except ImportError as error:
                print(error)
        for get in (lambda: tf.contrib.slim, lambda: tf.contrib.layers.flatten,
                    lambda: tf.layers, lambda: tf.nothing):
            try:
                get()
            except AttributeError as error:
                print(error)
        ''')
    assert code == 0, errors
    contrib, layers = of_tensorflow.GONE['tensorflow.contrib'], of_tensorflow.GONE[
        'tensorflow.layers']
    assert out.splitlines() == [
        'There is no tensorflow.contrib.slim any more. ' + contrib,
        'There is no tensorflow.examples any more. ' + of_tensorflow.GONE['tensorflow.examples'],
        "No module named 'tensorflow.nothing'",
        'There is no tensorflow.contrib.slim any more. ' + contrib,
        'There is no tensorflow.contrib.layers.flatten any more. ' + contrib,
        'There is no tensorflow.layers any more. ' + layers,
        "module 'tensorflow' has no attribute 'nothing'"]


def test_without_tensorflow(tmp_path):
    code, out, errors = run_old(tmp_path, '''
        import sys
        import keras
        if keras.backend.backend() != 'tensorflow':
            sys.modules['tensorflow'] = None  # as if it were not installed
            try:
                import tensorflow
            except ImportError as error:
                print(error.name)
        ''')
    assert code == 0, errors
    assert out.strip() == ('' if K.backend() == 'tensorflow' else 'tensorflow')


def test_the_program_is_the_main_one(tmp_path):
    (tmp_path / 'beside.py').write_text('WORD = "beside"')
    source = '''
        import pickle, sys
        from beside import WORD

        class Thing:
            pass

        def fail():
            raise KeyError('key')

        if __name__ == '__main__':
            assert isinstance(pickle.loads(pickle.dumps(Thing())), sys.modules['__main__'].Thing)
            print(sys.argv[1:], __file__ == sys.argv[0], WORD, __doc__, __package__, __spec__)
            if sys.argv[1:] == ['fail']:
                fail()
            sys.exit(7)
        '''
    code, out, errors = run_old(tmp_path, source, 'one', '--two=3')
    assert (code, out) == (7, "['one', '--two=3'] True beside None None None\n"), errors
    code, _, errors = run_old(tmp_path, source, 'fail')
    plain_code, _, plain_errors = run(str(tmp_path / 'old.py'), 'fail')
    assert code == plain_code == 1
    traceback = plain_errors[plain_errors.index('Traceback'):]
    assert errors.endswith(traceback)


def test_modules(tmp_path):
    (tmp_path / 'package').mkdir()
    (tmp_path / 'package' / '__init__.py').write_text('')
    (tmp_path / 'package' / 'part.py').write_text(
        'import sys, collections\nfrom . import __name__ as package\n'
        'print(__name__, package, sys.argv[1:], collections.Mapping.__name__)\nsys.exit(3)')
    code, out, errors = run('-m', 'keras.legacy.run', '-m', 'package.part', 'x', cwd=str(tmp_path))
    assert (code, out) == (3, "__main__ package ['x'] Mapping\n"), errors


@pytest.mark.parametrize('line', ["print 'x'", 'exec "x"', 'print x,'])
@pytest.mark.usefixtures('no_old_world')
def test_python_2_is_told(line):
    with open('old.py', 'w') as file:
        file.write('\n' + line)
    with pytest.raises(SystemExit) as told:
        program.main(['old.py'])
    assert 'old.py, line 2, is Python 2, which is not run here: ' + line in str(told.value)


@pytest.mark.usefixtures('no_old_world')
def test_errors_of_the_command():
    for arguments in [], ['-h'], ['-m']:
        with pytest.raises(SystemExit, match='usage: python -m keras.legacy.run script.py'):
            program.main(arguments)
    with pytest.raises(SystemExit, match="cannot open the script 'none.py': No such file"):
        program.main(['none.py'])


@pytest.mark.usefixtures('no_old_world')
def test_a_program_that_asks_for_another_backend(capsys):
    other = 'theano' if K.backend() != 'theano' else 'cntk'
    for backend in other, K.backend():
        with open('old.py', 'w') as file:
            file.write('import os\nos.environ["KERAS_BACKEND"] = %r\nx = (' % backend)
        with pytest.raises(SyntaxError):
            program.main(['old.py'])
        told = 'For the other: KERAS_BACKEND=%s python -m keras.legacy.run' % other
        assert (told in capsys.readouterr().err) is (backend == other)


def test_nothing_is_changed_for_others(tmp_path):
    code, out, errors = run('-c', textwrap.dedent('''
        import sys, time
        import keras, h5py, numpy as np
        from keras.legacy import interfaces
        finders = [type(finder).__name__ for finder in sys.meta_path]
        mode = h5py.File.__init__.__defaults__[0]
        before = hasattr(time, 'clock'), 'asscalar' in vars(np), 'value' in vars(h5py.Dataset)
        print('OldNames' in finders, 'keras.legacy.old_names.tensorflow_1' in sys.modules)
        print(keras.callbacks.BaseLogger.keeps_old_names)
        keras.legacy.old_world()
        keras.legacy.old_world()
        print([type(finder).__name__ for finder in sys.meta_path].count('OldNames'))
        print(hasattr(time, 'clock'), np.asscalar(np.array([2])), h5py.Dataset.value is not None)
        '''))
    assert code == 0, errors
    assert out.splitlines() == ['False False', 'False', '1', 'True 2 True']
    assert errors.count('keras.legacy:') == 1


def test_all_names_stand_for_something(tmp_path):
    """Each name is there after import, wherever the library of this environment has the like."""
    code, out, errors = run('-c', textwrap.dedent('''
        import importlib, warnings
        warnings.simplefilter('ignore')
        import keras
        from keras.legacy.old_names.tables import load_tables
        keras.legacy.old_world()
        tables = load_tables()
        for name, table in list(tables.names.items()) + list(tables.made.items()):
            try:
                module = importlib.import_module(name)
            except ImportError as error:
                print(name, 'is not there')
                continue
            for entry in table:
                found = module
                for part in entry.split('.'):
                    found = getattr(found, part, None)
                if found is None and entry != 'NaN':
                    print(name, entry)
        for name in tables.moved:
            try:
                importlib.import_module(name)
            except ImportError as error:
                print(name, 'is not there')
        '''))
    assert code == 0, errors
    lacking = [line for line in out.splitlines() if not line.startswith('tensorflow')]
    # collections.ByteString is gone from Python 3.14, scipy.datasets from SciPy before 1.10.
    assert set(lacking) <= {'collections ByteString', 'scipy.misc ascent', 'scipy.misc face'}
    if _HAS_TENSORFLOW:
        assert 'tensorflow' not in out


def test_names_of_the_tables():
    tables = load_tables()
    assert tables.names['numpy']['product'] == 'numpy.prod'
    for path in tables.names['numpy'].values():
        if path.startswith(('builtins.', 'keras.')):
            find(path)
    assert find('builtins.int') is int and find('errno').ENOENT == 2
    assert find('threading.Thread.is_alive').__name__ == 'is_alive'
    assert not set(tables.names) & set(tables.made)


# Images. The numbers are what SciPy 1.1.0 returned with Pillow 6.2.2.

GRAY = np.arange(12).reshape(3, 4)
COLORS = (np.arange(30).reshape(2, 5, 3) * 8).astype('uint8')


@pytest.fixture
def pillow():
    pytest.importorskip('PIL')


def test_bytescale():
    np.testing.assert_array_equal(scipy_images.bytescale(GRAY), [
        [0, 23, 46, 70], [93, 116, 139, 162], [185, 209, 232, 255]])
    np.testing.assert_array_equal(scipy_images.bytescale(GRAY, cmin=2, cmax=8, high=100, low=10), [
        [10, 10, 10, 25], [40, 55, 70, 85], [100, 100, 100, 100]])
    np.testing.assert_array_equal(scipy_images.bytescale(np.full((1, 1), 3.)), [[0]])
    assert scipy_images.bytescale(COLORS) is COLORS
    with pytest.raises(ValueError, match='low is 0 and high 300'):
        scipy_images.bytescale(GRAY, high=300)
    with pytest.raises(ValueError, match=r'cmax \(1\)'):
        scipy_images.bytescale(GRAY, cmin=3, cmax=1)


def test_resized_images(pillow):
    resized = scipy_images.imresize(GRAY, (2, 2))
    assert resized.dtype == 'uint8'
    np.testing.assert_array_equal(resized, [[51, 88], [167, 204]])
    np.testing.assert_array_equal(scipy_images.imresize(GRAY, 50, 'nearest'), [[116, 162]])
    np.testing.assert_array_equal(scipy_images.imresize(GRAY, 2., 'nearest')[:2], [
        [0, 0, 23, 23, 46, 46, 70, 70]] * 2)
    np.testing.assert_allclose(scipy_images.imresize(GRAY, (2, 2), mode='F'), [
        [2.2142858, 3.7857144], [7.2142859, 8.7857141]], 1e-6)
    assert scipy_images.imresize(COLORS, (1, 1)).shape == (1, 1, 3)
    with pytest.raises(ValueError, match="interp must be one of 'nearest'.* 'area'"):
        scipy_images.imresize(GRAY, (2, 2), 'area')


def test_rotated_images(pillow):
    np.testing.assert_array_equal(scipy_images.imrotate(GRAY, 90, 'nearest'), [
        [70, 162, 255, 0], [46, 139, 232, 0], [23, 116, 209, 0]])
    np.testing.assert_array_equal(scipy_images.imrotate(COLORS, 180), COLORS[::-1, ::-1])


def test_images_in_files(pillow, tmp_path):
    path = str(tmp_path / 'image.png')
    scipy_images.imsave(path, GRAY)
    np.testing.assert_array_equal(scipy_images.imread(path), scipy_images.bytescale(GRAY))
    scipy_images.imsave(path, COLORS)
    np.testing.assert_array_equal(scipy_images.imread(path), COLORS)
    flat = scipy_images.imread(path, flatten=True)
    assert flat.dtype == 'float32'
    np.testing.assert_allclose(flat, COLORS @ [.299, .587, .114], atol=2e-2)
    assert scipy_images.imread(path, mode='L').dtype == 'uint8'
    assert scipy_images.imread(path, mode='RGBA').shape == (2, 5, 4)


def test_arrays_as_images(pillow):
    assert scipy_images.toimage(COLORS).size == (5, 2)
    assert scipy_images.toimage(COLORS.transpose(2, 0, 1)).size == (5, 2)
    assert scipy_images.toimage(np.zeros((3, 5, 3))).size == (3, 5)
    assert scipy_images.toimage(np.zeros((3, 5, 3)), channel_axis=2).size == (5, 3)
    assert scipy_images.toimage(np.zeros((1, 1, 4))).mode == 'RGBA'
    np.testing.assert_array_equal(
        scipy_images.fromimage(scipy_images.toimage(GRAY, mode='I'))[0], [0, 23, 46, 69])
    np.testing.assert_array_equal(
        scipy_images.fromimage(scipy_images.toimage(GRAY > 3, mode='1'))[:2], [[0] * 4, [255] * 4])
    np.testing.assert_array_equal(
        scipy_images.fromimage(scipy_images.toimage(GRAY, mode='P')),
        np.repeat(scipy_images.bytescale(GRAY)[:, :, None], 3, -1))
    for data, mode, match in [(np.zeros((2, 2, 5)), None, r'shape \(2, 2, 5\)'),
                              (np.zeros(3), None, r'shape \(3,\)'), (GRAY + 1j, None, 'complex'),
                              (COLORS, 'L', "'L' cannot have 3"), (GRAY, 'RGB', "'RGB'")]:
        with pytest.raises(ValueError, match=match):
            scipy_images.toimage(data, mode=mode)
    with pytest.raises(TypeError, match='got a ndarray'):
        scipy_images.fromimage(GRAY)


def test_texts_of_hdf5(tmp_path):
    assert h5py_2.Text('a').decode('utf8') == 'a' == h5py_2.Text('a')
    code, out, errors = run_old(tmp_path, '''
        import h5py, os
        with h5py.File('x.h5') as file:
            file.attrs['bytes'] = b'a'
            file.attrs['list'] = [b'a', b'bc']
        with h5py.File('x.h5') as file:
            print(file.attrs['bytes'].decode('utf-8'), file.mode,
                  [name.decode('utf8') for name in file.attrs['list']])
        with open('text.h5', 'w') as file:
            file.write('no HDF5')
        try:
            h5py.File('text.h5')
        except OSError as error:
            print('open file' in str(error))
        ''')
    assert code == 0, errors
    assert out.splitlines() == ["a r+ ['a', 'bc']", 'True']


def test_versions():
    assert LooseVersion('2.10') > '2.9.1' and LooseVersion('1.0') == LooseVersion('1.0')
    assert LooseVersion('1.5.1b2').version == [1, 5, 1, 'b', 2] and str(LooseVersion('2')) == '2'
    assert LooseVersion('2.2.4') <= '2.3' and repr(LooseVersion('2')) == "LooseVersion ('2')"
    assert StrictVersion('1.4a1') < '1.4' < StrictVersion('1.4.1')
    assert StrictVersion('1.4') == '1.4.0'
    with pytest.raises(ValueError, match="invalid version number 'x'"):
        StrictVersion('x')


def test_functions_that_numpy_has_dropped():
    functions = importlib.import_module('keras.legacy.old_names.numpy_functions')
    assert functions.asscalar(np.array([3])) == 3 and -np.inf == functions.NINF
    assert functions.in1d([[1, 2]], [2, 3]).tolist() == [False, True]
    assert functions.msort([[2, 1], [1, 3]]).tolist() == [[1, 1], [2, 3]]
    assert functions.asfarray([1, 2]).dtype == 'float64'
    assert functions.asfarray([1], 'float32').dtype == 'float32'
    assert functions.issubclass_(bool, int) and not functions.issubclass_(3, int)
