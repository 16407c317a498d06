"""Decorators of layers and optimizers in Keras 2, for custom classes that use them.

They translated the arguments of Keras 1. Here `accept_keras1` does so for Keras's own classes;
these decorators do nothing.
"""


def _as_it_is(function):
    return function


legacy_add_weight_support = legacy_batchnorm_support = legacy_conv1d_support = _as_it_is
legacy_conv2d_support = legacy_conv3d_support = legacy_convlstm2d_support = _as_it_is
legacy_cropping2d_support = legacy_cropping3d_support = legacy_deconv2d_support = _as_it_is
legacy_dense_support = legacy_dropout_support = legacy_embedding_support = _as_it_is
legacy_gaussiandropout_support = legacy_gaussiannoise_support = _as_it_is
legacy_generator_methods_support = legacy_get_updates_support = _as_it_is
legacy_global_pooling_support = legacy_input_support = legacy_lambda_support = _as_it_is
legacy_model_constructor_support = legacy_pooling1d_support = legacy_pooling2d_support = _as_it_is
legacy_pooling3d_support = legacy_prelu_support = legacy_recurrent_support = _as_it_is
legacy_separable_conv2d_support = legacy_spatialdropout1d_support = _as_it_is
legacy_spatialdropoutNd_support = legacy_upsampling1d_support = _as_it_is
legacy_upsampling2d_support = legacy_upsampling3d_support = _as_it_is
legacy_zeropadding2d_support = legacy_zeropadding3d_support = _as_it_is
