"""A reader for untrusted HDF5 files.

The HDF5 library trusts what it reads: numbers in a damaged or forged file can make it crash, hang,
exhaust memory, or read other files. So models are read by this package, which is written in Python
and checks every number before it is used.

It supports what Keras, tf.keras and h5py write: groups, attributes and arrays of numbers or strings
in the formats of HDF5 1.6 to 1.8, optionally compressed by gzip. With a `ValueError`, it refuses
what a model does not need: links to other files, soft links, virtual and external data sets, data
sets without data, other types and other compressions. If you trust such a file, open it with
`h5py.File` and pass that instead of the path.

Names of structures are those of the HDF5 File Format Specification, version 3.0
(https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html).
"""
from .file import Dataset, File, Group  # noqa: F401
from .storage import Damaged, NotHDF5, most_bytes  # noqa: F401
