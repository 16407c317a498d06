"""Convolutions, and layers that pad, crop and upsample."""
from keras import backend as K  # old code imports it from here
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from keras.legacy.atrous import AtrousConvolution1D, AtrousConvolution2D

from .conv import Conv1D, Conv2D, Conv3D, _Conv
from .padding_and_cropping import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from .separable import DepthwiseConv2D, SeparableConv1D, SeparableConv2D
from .transposed import Conv2DTranspose, Conv3DTranspose
from .upsampling import UpSampling1D, UpSampling2D, UpSampling3D

Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
Convolution2DTranspose = Deconvolution2D = Deconv2D = Conv2DTranspose
Deconvolution3D = Deconv3D = Conv3DTranspose
