"""Writes logs for TensorBoard."""
import numpy as np

from keras import backend as K
from keras.utils.files import refuse_remote
from keras.utils.generic_utils import to_list
from keras.utils.warn import warn

from .base import Callback
from .event_files import (
    EventWriter,
    Histogram,
    graph_of_layers,
    histogram_value,
    image_value,
    scalar_value,
    summary,
    write_projection,
)
from .probe import Probe, tagged_gradients, tagged_outputs, tagged_weights


class TensorBoard(Callback):
    """Writes logs of the training for TensorBoard; view them with `tensorboard --logdir LOG_DIR`.

    TensorBoard is a separate program (`pip install tensorboard`). Writing its files requires
    neither it nor TensorFlow.

    Args:
        log_dir: path of the folder to write to.
        histogram_freq: int, number of epochs between histograms of the weights and of the outputs
            of all layers; 0 for none. Outputs are computed for arrays passed to `fit` as validation
            data; without these there are only histograms of the weights.
        batch_size: int, number of samples at a time for which outputs are computed.
        write_graph: bool, whether to write the graph of the layers.
        write_grads: bool, whether to also write histograms of the gradients of the loss, for each
            validation batch.
        write_images: bool, whether to also write the weights as images. Only weights with at most
            three axes longer than 1 are written.
        embeddings_freq: int, number of epochs between embeddings; 0 for none.
        embeddings_layer_names: list of names of the layers whose outputs are embeddings; None for
            all `Embedding` layers.
        embeddings_metadata: path, relative to `log_dir`, of a table that describes the samples of
            `embeddings_data`; or a dictionary from layer names to such paths.
        embeddings_data: array, or list of arrays, of the inputs to embed.
        update_freq: when to write loss and metrics: `'epoch'` after each epoch; `'batch'` after
            each batch, too; an int after each such number of samples, too. With the last two, the
            steps in TensorBoard count samples.
        profile_batch: accepted for compatibility; profiles are not written.

    Raises:
        ValueError: if `update_freq` is invalid, or `embeddings_freq` is set without
            `embeddings_data`.

    Example::

        from keras.callbacks import TensorBoard
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        x, y = np.random.rand(32, 4), np.random.rand(32, 1)
        model.fit(x, y, verbose=0, validation_data=(x, y),
                  callbacks=[TensorBoard('logs/first', histogram_freq=1)])
    """

    is_for_first_process = True
    _state_names = 'samples_seen', 'samples_seen_at_last_write'

    def __init__(self, log_dir='./logs', histogram_freq=0, batch_size=32, write_graph=True,
                 write_grads=False, write_images=False, embeddings_freq=0,
                 embeddings_layer_names=None, embeddings_metadata=None, embeddings_data=None,
                 update_freq='epoch', profile_batch=0):
        super().__init__()
        if embeddings_freq and embeddings_data is None:
            raise ValueError('TensorBoard: embeddings_freq=%r needs embeddings_data, the inputs '
                             'to embed.' % (embeddings_freq,))
        self.log_dir = str(log_dir)
        self.histogram_freq = histogram_freq
        self.batch_size = 32 if batch_size is None else batch_size
        self.write_graph = write_graph
        self.write_grads = write_grads
        self.write_images = write_images
        self.embeddings_freq = embeddings_freq
        self.embeddings_layer_names = embeddings_layer_names
        self.embeddings_metadata = embeddings_metadata
        self.embeddings_data = embeddings_data
        self.update_freq = _checked_frequency(update_freq)
        if profile_batch:
            warn('TensorBoard: profiles are not written; profile_batch is ignored.')
        self.samples_seen = 0
        self.samples_seen_at_last_write = 0
        self._forget()

    def set_model(self, model):
        """Sets the model that will run, and starts a new event file.

        Args:
            model: the model.
        """
        super().set_model(model)
        self._close()
        refuse_remote(self.log_dir)
        self.writer = EventWriter(self.log_dir)
        if self.write_graph and model._is_graph_network:
            self.writer.add_graph(graph_of_layers(model))

    def on_train_begin(self, logs=None):
        if self.histogram_freq and not self.validation_data:
            warn('TensorBoard: without arrays of validation data there are only histograms of the '
                 'weights. Pass validation_data or validation_split to fit.')

    def on_batch_end(self, batch, logs=None):
        if self.update_freq == 'epoch':
            return
        logs = logs or {}
        self.samples_seen += logs.get('size', 0)
        if self.samples_seen - self.samples_seen_at_last_write >= self.update_freq:
            self._write_scalars(logs, self.samples_seen)
            self.samples_seen_at_last_write = self.samples_seen

    def on_epoch_end(self, epoch, logs=None):
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_weights(epoch)
            if self.validation_data and self.model._is_graph_network:
                self._write_outputs(epoch)
        if self.embeddings_freq and epoch % self.embeddings_freq == 0:
            self._write_embeddings()
        self._write_scalars(logs or {}, epoch if self.update_freq == 'epoch' else self.samples_seen)

    def on_train_end(self, _):
        self._close()

    def _close(self):
        if self.writer is not None:
            self.writer.close()
        self._forget()

    def _forget(self):
        self.writer = None
        self._probe = None
        self._tagged = None

    def _write_scalars(self, logs, step):
        self.writer.add_summary(summary(
            scalar_value(name, np.asarray(number).item()) for name, number in logs.items()
            if name not in ('batch', 'size') and np.size(number) == 1), step)

    def _write_weights(self, epoch):
        tagged = tagged_weights(self.model)
        values = []
        for (tag, _), array in zip(tagged, K.batch_get_value([weight for _, weight in tagged])):
            values.append(histogram_value(tag, Histogram(array)))
            if self.write_images:
                values.extend(image_value('%s/image/%d' % (tag, i), image)
                              for i, image in enumerate(_as_images(array)))
        self.writer.add_summary(summary(values), epoch)

    def _write_outputs(self, epoch):
        if self._tagged is None:
            self._tagged = tagged_outputs(self.model)
            if self.write_grads:
                self._tagged += tagged_gradients(self.model)
            self._probe = Probe(self.model, [x for _, x in self._tagged], self.write_grads)
        histograms = [Histogram() for _ in self._tagged]
        for arrays in self._probe.batches(self.validation_data, self.batch_size):
            for histogram, array in zip(histograms, arrays):
                histogram.add(array)
        self.writer.add_summary(summary(
            histogram_value(tag, histogram)
            for (tag, _), histogram in zip(self._tagged, histograms)), epoch)

    def _write_embeddings(self):
        names = self.embeddings_layer_names or [
            layer.name for layer in self.model.layers if type(layer).__name__ == 'Embedding']
        if not names:
            return
        probe = Probe(self.model, [self.model.get_layer(name).output for name in names])
        batches = list(probe.batches(to_list(self.embeddings_data), self.batch_size))
        vectors = [np.concatenate(parts) for parts in zip(*batches)]
        metadata = self.embeddings_metadata or {}
        if not isinstance(metadata, dict):
            metadata = {name: metadata for name in names}
        write_projection(self.log_dir, [
            (name, rows.reshape(len(rows), -1), metadata.get(name))
            for name, rows in zip(names, vectors)])


def _checked_frequency(update_freq):
    if update_freq == 'batch':
        return 1
    if update_freq != 'epoch' and not isinstance(update_freq, (int, np.integer)):
        raise ValueError("update_freq of TensorBoard must be 'epoch', 'batch' or a number of "
                         'samples, but got %r.' % (update_freq,))
    return update_freq


def _as_images(array):
    """Returns a weight as a list of up to three arrays `(height, width)`."""
    array = np.squeeze(array)
    if array.ndim == 1:
        return [array[:, np.newaxis]]
    if array.ndim == 2:
        return [array.T if array.shape[0] > array.shape[1] else array]
    if array.ndim == 3:
        channels = -1 if K.image_data_format() == 'channels_last' else 0
        return list(np.moveaxis(array, channels, 0)[:3])
    return []
