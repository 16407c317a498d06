"""Small datasets for trying out models, downloaded on first use."""
from keras.datasets import boston_housing, cifar10, cifar100, fashion_mnist, imdb, mnist, reuters
