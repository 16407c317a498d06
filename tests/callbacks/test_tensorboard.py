"""Event files of TensorBoard, read back by its own reader and by that in event_reader.py."""
import copy
import gc
import types

import event_reader as reader
import numpy as np
import pytest

from keras.callbacks import Callback, TensorBoard
from keras.callbacks.event_files import Histogram
from keras.callbacks.event_files.writer import crc32c
from keras.layers import Concatenate, Dense, Dropout, Embedding, Flatten, Input, LocallyConnected1D
from keras.models import Model, Sequential
from keras.optimizers import SGD

X = np.array([[1., 2], [3, -1], [0, 1], [2, 2]])
Y = np.array([[1.], [0], [2], [-1]])
KERNEL, BIAS = np.array([[.5], [-.25]]), np.array([.1])


def linear(lr=0.):
    model = Sequential([Dropout(.5, input_shape=(2,), name='drop'),
                        Dense(1, name='out', weights=[KERNEL, BIAS])])
    model.compile(SGD(lr), 'mse', metrics=['mae'])
    return model


def fit(model, callback, validation=True, **kwargs):
    options = dict({'batch_size': 2, 'epochs': 2, 'verbose': 0}, **kwargs)
    return model.fit(X, Y, validation_data=(X, Y) if validation else None,
                     callbacks=[callback], **options).history


class TestScalars:
    def test_of_epochs(self, tmp_path):
        history = fit(linear(.1), TensorBoard(tmp_path / 'logs'))
        for name in ('loss', 'mae', 'val_loss', 'val_mae'):
            assert reader.scalars(tmp_path / 'logs', name) == list(enumerate(
                np.float32(history[name])))
        tags = {value.tag for value in reader.values(tmp_path / 'logs')}
        assert tags == {'loss', 'mae', 'val_loss', 'val_mae'}

    def test_of_batches(self, tmp_path):
        batches = []

        class Spy(TensorBoard):
            def on_batch_end(self, batch, logs=None):
                batches.append(logs['loss'])
                super().on_batch_end(batch, logs)

        history = fit(linear(.1), Spy(str(tmp_path), update_freq='batch'))
        a, b, c, d = np.float32(batches)
        first, second = np.float32(history['loss'])
        assert reader.scalars(tmp_path, 'loss') == [(2, a), (4, b), (4, first),
                                                    (6, c), (8, d), (8, second)]
        assert [step for step, _ in reader.scalars(tmp_path, 'val_loss')] == [4, 8]

    def test_of_a_number_of_samples(self, tmp_path):
        fit(linear(), TensorBoard(str(tmp_path), update_freq=3), epochs=3, validation=False)
        assert [step for step, _ in reader.scalars(tmp_path, 'loss')] == [4, 4, 8, 8, 12, 12]

    def test_other_logs(self, tmp_path):
        class More(TensorBoard):
            def on_epoch_end(self, epoch, logs=None):
                logs.update(lr=np.float32(.5), one=np.array([2.]), many=np.zeros(3), inf=1e300)
                super().on_epoch_end(epoch, logs)

        fit(linear(), More(str(tmp_path)), epochs=1)
        assert reader.scalars(tmp_path, 'lr') == [(0, .5)]
        assert reader.scalars(tmp_path, 'one') == [(0, 2.)]
        assert reader.scalars(tmp_path, 'inf') == [(0, np.inf)]
        assert not reader.scalars(tmp_path, 'many')


class TestHistograms:
    def test_limits_are_those_of_tensorflow(self):
        # A bias of four numbers, as Keras 2.3.1 on TensorFlow 1.15 wrote it.
        histogram = Histogram([-0.0073804836720228195, 0.0026, 0.0046, 0.005676448345184326])
        limits, counts = histogram.buckets()
        np.testing.assert_allclose(limits, [
            -0.007813610400972098, -0.007103282182701907, 0.0024896570713318863,
            0.002738622778465075, 0.00441057937094579, 0.00485163730804037, 0.005336801038844407,
            0.005870481142728848, 1.7976931348623157e+308], rtol=1e-12)
        assert counts.tolist() == [0, 1, 0, 1, 0, 1, 0, 1, 0]

    def test_of_unusual_numbers(self):
        histogram = Histogram([np.nan, np.inf, -np.inf, 0, 0, 1e30, -1e30])
        limits, counts = histogram.buckets()
        assert (histogram.count, histogram.least, histogram.greatest) == (4, -1e30, 1e30)
        assert limits[0] == -np.finfo('float64').max and counts[:2].tolist() == [0, 1]
        assert limits[-1] == np.finfo('float64').max and counts[-1] == 1
        assert counts.sum() == 4 and counts[(limits > 0) & (limits < 2e-12)] == 2
        empty = Histogram([np.nan])
        assert (empty.count, empty.least, empty.greatest) == (0, 0, 0)

    def test_of_weights_outputs_and_gradients(self, tmp_path):
        fit(linear(), TensorBoard(str(tmp_path), histogram_freq=2, batch_size=2,
                                  write_grads=True), epochs=3)
        steps = {(value.tag, value.step) for value in reader.values(tmp_path)
                 if value.kind == 'histogram'}
        assert steps == {(tag, step) for step in (0, 2) for tag in (
            'drop_out', 'out_out', 'out/kernel_0', 'out/bias_0', 'out/kernel_0_grad',
            'out/bias_0_grad')}
        error = X.dot(KERNEL) + BIAS - Y
        # The mean squared errors of the batches (0, 1) and (2, 3).
        of_bias = [error[:2].mean() * 2, error[2:].mean() * 2]
        of_kernel = [X[i:i + 2].T.dot(error[i:i + 2]) for i in (0, 2)]
        for tag, array in (('out/kernel_0', KERNEL), ('out/bias_0', BIAS), ('drop_out', X),
                           ('out_out', X.dot(KERNEL) + BIAS), ('out/bias_0_grad', of_bias),
                           ('out/kernel_0_grad', of_kernel)):
            for histogram in reader.histograms(tmp_path, tag):
                self.check(histogram, np.float32(array))

    @staticmethod
    def check(histogram, array):
        assert histogram['num'] == histogram['counts'].sum() == array.size
        np.testing.assert_allclose(
            [histogram[name] for name in ('min', 'max', 'sum', 'sum_squares')],
            [array.min(), array.max(), array.sum(), (array ** 2).sum()], rtol=1e-5)
        for number in array.ravel():
            limits = histogram['limits']
            assert histogram['counts'][np.searchsorted(limits, number, side='right')] > 0

    def test_without_validation_arrays(self, tmp_path):
        with pytest.warns(UserWarning, match='histograms of the weights. Pass validation_data'):
            fit(linear(), TensorBoard(str(tmp_path), histogram_freq=1), validation=False)
        assert {value.tag for value in reader.values(tmp_path) if value.kind == 'histogram'} == {
            'out/kernel_0', 'out/bias_0'}

    def test_of_a_layer_called_twice_and_a_fixed_batch_size(self, tmp_path):
        x = Input(batch_shape=(2, 2), name='x')
        dense = Dense(2, name='d')
        model = Model(x, Dense(1, name='o')(dense(dense(x))))
        model.compile('sgd', 'mse')
        fit(model, TensorBoard(str(tmp_path), histogram_freq=1, batch_size=3), epochs=1)
        for tag in ('d_out_0', 'd_out_1'):
            assert [h['num'] for h in reader.histograms(tmp_path, tag)] == [8]


class TestImages:
    def test_of_weights(self, tmp_path):
        kernel = np.array([[0., 1], [.5, .25], [0, .75]])
        model = Sequential([Dense(2, input_shape=(3,), name='d',
                                  weights=[kernel, np.array([-.5, .25])])])
        model.compile(SGD(0.), 'mse')
        with pytest.warns(UserWarning):
            model.fit(np.ones((1, 3)), np.ones((1, 2)), verbose=0, callbacks=[
                TensorBoard(str(tmp_path), histogram_freq=1, write_images=True)])
        shown = reader.images(tmp_path, 'd/')
        assert set(shown) == {'d/kernel_0/image/0', 'd/bias_0/image/0'}
        # Wide rather than high; without negative numbers 0 is black.
        assert shown['d/kernel_0/image/0'].tolist() == [[0, 127, 0], [255, 63, 191]]
        assert shown['d/bias_0/image/0'].tolist() == [[0], [191]]  # 0 would be 127

    def test_of_several_slices(self, tmp_path):
        model = Sequential([LocallyConnected1D(4, 2, input_shape=(4, 3), name='l',
                                               use_bias=False)])
        model.compile(SGD(0.), 'mse')
        with pytest.warns(UserWarning):
            model.fit(np.ones((1, 4, 3)), np.ones((1, 3, 4)), verbose=0, callbacks=[
                TensorBoard(str(tmp_path), histogram_freq=1, write_images=True)])
        kernel = model.get_weights()[0]  # (3, 6, 4)
        shown = reader.images(tmp_path, 'l/')
        assert sorted(shown) == ['l/kernel_0/image/%d' % i for i in range(3)]
        for i in range(3):
            whole = kernel[:, :, i] / np.abs(kernel[:, :, i]).max()
            np.testing.assert_allclose(shown['l/kernel_0/image/%d' % i], 127.5 + 127.5 * whole,
                                       atol=1)


class TestGraph:
    def model(self):
        p, q = Input((2,), name='p'), Input((2,), name='q')
        row = Sequential([Dense(3, input_shape=(2,), name='d')], name='row')
        inner = Model([p, q], [row(p), q], name='inner')
        x, y = Input((2,), name='x'), Input((2,), name='y')
        model = Model([x, y], Concatenate(name='c')(inner([x, y])))
        model.compile('sgd', 'mse')
        return model

    def test_of_nested_models(self, tmp_path):
        callback = TensorBoard(str(tmp_path))
        callback.set_model(self.model())
        callback.on_train_end(None)
        assert sorted(reader.graph(tmp_path)) == [
            ('c', 'Concatenate', ['inner/row/d', 'inner/q'], [(-1, 5)]),
            ('inner/p', 'InputLayer', ['x'], [(-1, 2)]),
            ('inner/q', 'InputLayer', ['y'], [(-1, 2)]),
            ('inner/row/d', 'Dense', ['inner/row/d_input'], [(-1, 3)]),
            ('inner/row/d_input', 'InputLayer', ['inner/p'], [(-1, 2)]),
            ('x', 'InputLayer', [], [(-1, 2)]), ('y', 'InputLayer', [], [(-1, 2)])]

    def test_can_be_left_out(self, tmp_path):
        callback = TensorBoard(str(tmp_path), write_graph=False)
        callback.set_model(self.model())
        callback.on_train_end(None)
        path, = tmp_path.iterdir()
        event, = reader.events(path)
        assert event[3] == [b'brain.Event:2']

    def test_of_a_subclass_without_graph(self, tmp_path):
        class Own(Model):
            def __init__(self):
                super().__init__()
                self.dense = Dense(1, name='dense')

            def call(self, inputs):
                return self.dense(inputs)

        model = Own()
        model.compile('sgd', 'mse')
        fit(model, TensorBoard(str(tmp_path), histogram_freq=1), epochs=1)
        assert {value.tag.split('/')[-1] for value in reader.values(tmp_path)
                if value.kind == 'histogram'} == {'kernel_0', 'bias_0'}


class TestEmbeddings:
    table = np.arange(6.).reshape(3, 2)

    def fit(self, **kwargs):
        model = Sequential([Embedding(3, 2, input_length=1, name='words', weights=[self.table]),
                            Flatten(name='flat'), Dense(1)])
        model.compile(SGD(0.), 'mse')
        model.fit(np.zeros((2, 1)), np.zeros((2, 1)), verbose=0, callbacks=[
            TensorBoard(embeddings_freq=1, embeddings_data=np.array([[2], [0], [1]]),
                        batch_size=2, **kwargs)])

    def test_tables(self, tmp_path):
        self.fit(log_dir=str(tmp_path), embeddings_metadata='words.tsv')
        np.testing.assert_array_equal(np.loadtxt(str(tmp_path / 'words_embedding.tsv')),
                                      self.table[[2, 0, 1]])
        assert (tmp_path / 'projector_config.pbtxt').read_text() == (
            'embeddings {\n  tensor_name: "words_embedding"\n'
            '  tensor_path: "words_embedding.tsv"\n  metadata_path: "words.tsv"\n}\n')

    def test_chosen_layers(self, tmp_path):
        self.fit(log_dir=str(tmp_path), embeddings_layer_names=['flat', 'words'],
                 embeddings_metadata={'flat': 'a "b".tsv'})
        np.testing.assert_array_equal(np.loadtxt(str(tmp_path / 'flat_embedding.tsv')),
                                      self.table[[2, 0, 1]])
        text = (tmp_path / 'projector_config.pbtxt').read_text()
        assert text.count('embeddings {') == 2
        assert text.count('metadata_path: "a \\"b\\".tsv"') == text.count('metadata_path') == 1

    def test_without_data(self):
        with pytest.raises(ValueError, match='embeddings_freq=1 needs embeddings_data'):
            TensorBoard(embeddings_freq=1)


class TestUse:
    def test_by_hand(self, tmp_path):
        callback = TensorBoard(str(tmp_path))
        callback.set_model(linear())
        callback.on_epoch_end(7, {'loss': .5})
        callback.writer.add_summary(types.SimpleNamespace(
            SerializeToString=lambda: b'\x0a\x0b\x0a\x04mine\x15\x00\x00\x80\x3f'), 3)
        callback.writer.flush()
        callback.on_train_end(None)
        assert reader.scalars(tmp_path, 'loss') == [(7, .5)]
        assert reader.scalars(tmp_path, 'mine') == [(3, 1.)]

    def test_each_training_has_a_file(self, tmp_path):
        callback, model = TensorBoard(str(tmp_path)), linear()
        fit(model, callback)
        fit(copy.deepcopy(model), copy.deepcopy(callback))
        fit(model, callback)
        assert len(list(tmp_path.iterdir())) == 3

    def test_a_training_that_fails(self, tmp_path):
        class Failing(Callback):
            def on_epoch_end(self, epoch, logs=None):
                raise RuntimeError('enough')

        with pytest.raises(RuntimeError, match='enough'):
            linear().fit(X, Y, verbose=0, callbacks=[TensorBoard(str(tmp_path)), Failing()])
        gc.collect()  # an open file would be warned of
        assert len(reader.scalars(tmp_path, 'loss')) == 1

    def test_wrong_arguments(self):
        with pytest.raises(ValueError, match="'epoch', 'batch' or a number.*but got 'step'"):
            TensorBoard(update_freq='step')
        with pytest.warns(UserWarning, match='profile_batch is ignored'):
            TensorBoard(profile_batch=2)


def test_checksums():
    # RFC 3720, appendix B.4, and the usual check value.
    assert crc32c(bytes(32)) == 0x8a9136aa
    assert crc32c(b'\xff' * 32) == 0x62a8ab43
    assert crc32c(bytes(range(32))) == 0x46dd794e
    assert crc32c(b'123456789') == 0xe3069283


def test_tensorboard_reads_it(tmp_path):
    accumulator = pytest.importorskip(
        'tensorboard.backend.event_processing.event_accumulator',
        reason='tensorboard is not installed')
    history = fit(linear(.1), TensorBoard(str(tmp_path), histogram_freq=1, write_images=True))
    events = accumulator.EventAccumulator(str(tmp_path))
    events.Reload()
    assert [(event.step, event.value) for event in events.Scalars('val_loss')] == list(
        enumerate(np.float32(history['val_loss'])))
    histogram = events.Histograms('out/kernel_0')[0].histogram_value
    assert histogram.num == 2 and sum(histogram.bucket) == 2
    assert histogram.bucket_limit[-1] == np.finfo('float64').max
    image = events.Images('out/kernel_0/image/0')[1]
    assert (image.step, image.width, image.height) == (1, 1, 2)
    assert reader.pixels(image.encoded_image_string).shape == (2, 1)
    assert {node.name: (node.op, list(node.input)) for node in events.Graph().node} == {
        'drop_input': ('InputLayer', []), 'drop': ('Dropout', ['drop_input']),
        'out': ('Dense', ['drop'])}


def test_the_projector_reads_its_configuration(tmp_path):
    messages = pytest.importorskip('tensorboard.plugins.projector.projector_config_pb2',
                                   reason='tensorboard is not installed')
    from google.protobuf import text_format
    TestEmbeddings().fit(log_dir=str(tmp_path), embeddings_metadata='\u00fc "1".tsv')
    text = (tmp_path / 'projector_config.pbtxt').read_text(encoding='utf-8')
    entry, = text_format.Parse(text, messages.ProjectorConfig()).embeddings
    assert (entry.tensor_path, entry.metadata_path) == ('words_embedding.tsv', '\u00fc "1".tsv')
