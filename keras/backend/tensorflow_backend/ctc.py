"""Connectionist temporal classification: its loss and its decoders."""
import tensorflow as tf

from ..config import epsilon

tf1 = tf.compat.v1


def ctc_label_dense_to_sparse(labels, label_lengths):
    shape = tf.shape(labels, out_type='int64')
    places = tf.where(tf.sequence_mask(tf.reshape(label_lengths, [-1]), shape[1]))
    return tf.SparseTensor(places, tf.gather_nd(labels, places), shape)


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    labels = ctc_label_dense_to_sparse(
        tf.cast(y_true, 'int32'), _vector(label_length))
    losses = tf1.nn.ctc_loss(labels, _time_major_logits(y_pred), _vector(input_length))
    return tf.expand_dims(losses, 1)


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
