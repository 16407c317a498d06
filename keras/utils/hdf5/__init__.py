"""Reading of HDF5 files that may come from anyone.

The HDF5 library trusts what it reads: numbers in a damaged or forged file make it crash, hang, take
all memory, or read other files. So models are read by what stands here, which is Python and checks
every number before it is used.

It knows what Keras, tf.keras and h5py write: groups, attributes and arrays of numbers or strings in
the formats of HDF5 1.6 to 1.8, also compressed by gzip. It refuses, with a `ValueError`, what a
model has no use for: links to other files, soft links, virtual and external data sets, data sets
without data, other types and other compressions. Whoever trusts such a file can open it with
`h5py.File` and pass that instead of the path.

Names of structures are those of the HDF5 File Format Specification, version 3.0
(https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html).
"""
from .file import Dataset, File, Group  # noqa: F401
from .storage import Damaged, NotHDF5, most_bytes  # noqa: F401
