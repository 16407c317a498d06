"""Connectionist temporal classification: its loss and its decoders."""
import tensorflow as tf

from ..config import epsilon

tf1 = tf.compat.v1


def ctc_label_dense_to_sparse(labels, label_lengths):
    shape = tf.shape(labels, out_type='int64')
    places = tf.where(tf.sequence_mask(tf.reshape(label_lengths, [-1]), shape[1]))
    return tf.SparseTensor(places, tf.gather_nd(labels, places), shape)


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    y_true, input_length = tf.cast(y_true, 'int32'), _vector(input_length)
    is_given = tf.sequence_mask(_vector(label_length), tf.shape(y_true)[1])
    labels = tf.where(is_given, y_true, tf.shape(y_pred)[2] - 1)
    # If there are no labels, TensorFlow requires one, the blank, and then counts paths repeatedly.
    losses = tf1.nn.ctc_loss(
        ctc_label_dense_to_sparse(labels, tf.maximum(_vector(label_length), 1)),
        _time_major_logits(y_pred), input_length)
    is_empty = tf.reduce_all(labels >= tf.shape(y_pred)[2] - 1, axis=1)
    return tf.expand_dims(tf.where(is_empty, _cost_of_blanks(y_pred, input_length), losses), 1)


def _cost_of_blanks(y_pred, lengths):
    """Returns the negative log-probability of a blank at every step: (batch,)."""
    y_pred = y_pred + epsilon()
    costs = -tf.math.log(y_pred[:, :, -1] / tf.reduce_sum(y_pred, axis=2))
    is_counted = tf.sequence_mask(lengths, tf.shape(y_pred)[1], dtype=costs.dtype)
    return tf.reduce_sum(costs * is_counted, axis=1)


def _vector(lengths):
    return tf.cast(tf.reshape(lengths, [-1]), 'int32')


def _time_major_logits(probabilities):
    return tf.math.log(tf.transpose(probabilities, (1, 0, 2)) + epsilon())


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    logits = _time_major_logits(y_pred)
    lengths = _vector(input_length)
    if greedy:
        paths, scores = tf.nn.ctc_greedy_decoder(logits, lengths)
    else:
        paths, scores = tf1.nn.ctc_beam_search_decoder(
            logits, lengths, beam_width, top_paths, merge_repeated=merge_repeated)
    return [tf.sparse.to_dense(path, default_value=-1) for path in paths], scores
