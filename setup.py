import os
import re

from setuptools import find_packages, setup

HERE = os.path.dirname(os.path.abspath(__file__))


def read(*path):
    with open(os.path.join(HERE, *path), encoding='utf-8') as file:
        return file.read()


setup(
    name='Keras',
    version=re.search(r"__version__ = '(.+)'", read('keras', 'version.py')).group(1),
    description='Keras 2: deep learning with one API on TensorFlow, JAX, Theano and CNTK',
    long_description=read('README.md'),
    long_description_content_type='text/markdown',
    license='MIT',
    python_requires='>=3.6',
    # The engines are not among these: TensorFlow requires the distribution keras>=3, which is
    # another library under our import name (see README.md).
    install_requires=['numpy>=1.16', 'scipy>=1.2', 'h5py>=2.10', 'pyyaml>=5.1'],
    extras_require={
        'visualize': ['pydot>=1.4'],
        'image': ['pillow>=8'],  # reading, writing and resizing of images
        'dataframe': ['pandas>=1'],  # `ImageDataGenerator.flow_from_dataframe`
        'examples': ['matplotlib', 'pandas>=1', 'pillow>=8', 'scikit-learn'],
    },
    packages=find_packages(include=['keras', 'keras.*']),
    classifiers=[
        'Intended Audience :: Developers',
        'Intended Audience :: Education',
        'Intended Audience :: Science/Research',
        'Programming Language :: Python :: 3',
        'Topic :: Scientific/Engineering :: Artificial Intelligence',
    ],
)
