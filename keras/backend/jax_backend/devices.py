"""The devices of this machine, and batches that several of them compute."""
import jax
import numpy as np
from jax import lax
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from ..recorded.conversion import as_tensor
from ..recorded.graph import Operation
from ..recorded.static_shapes import same
from .implementations import implement

_BATCH = 'batch'  # the name of the mesh's only axis

are_several = False  # whether more devices than the first have been asked for


def list_devices():
    return list(_devices())


def over_devices(x, devices):
    global are_several
    present, are_several = _devices(), True
    missing = [name for name in devices if name not in present]
    if missing:
        raise ValueError('A batch should be computed on %s, but this machine has only %s.'
                         % (', '.join(missing), ', '.join(present)))
    return OVER_DEVICES(as_tensor(x), mesh=Mesh(np.array([present[name] for name in devices]),
                                                (_BATCH,)))


def _devices():
    """Returns a dict from names to JAX's devices, the CPU first."""
    kinds = sorted({'cpu', jax.default_backend()})
    return {'/%s:%d' % (kind, device.id): device
            for kind in kinds for device in jax.local_devices(backend=kind)}


OVER_DEVICES = Operation('over_devices', same)
implement(OVER_DEVICES, lambda x, mesh: lax.with_sharding_constraint(x, _layout(x, mesh)))


def mesh_of(tensors):
    """Returns the devices that compute some of the tensors together; None for one as usual."""
    return next((x.attributes['mesh'] for x in tensors if x.op is OVER_DEVICES), None)


def placed(array, mesh):
    """Returns an array of a batch with its rows on several devices."""
    return jax.device_put(array, _layout(array, mesh))


def bring_together(holders, mesh):
    """Puts arrays where one function can use all of them.

    Args:
        holders: list of objects with an attribute `array`, as variables are.
        mesh: the devices of the function, each of which gets a copy; None for any.
    """
    places = {frozenset(_devices_of(holder.array)) for holder in holders}
    if mesh is not None:
        where = NamedSharding(mesh, PartitionSpec())
        places.add(frozenset(where.device_set))
    else:
        where = None  # the first device
    if len(places) > 1:
        for holder in holders:
            holder.array = jax.device_put(np.asarray(holder.array), where)


def _devices_of(array):
    return array.sharding.device_set if isinstance(array, jax.Array) else jax.local_devices()[:1]


def _layout(array, mesh):
    """Returns where an array should be: its rows shared out evenly, or all of it on each device."""
    shared = array.ndim and array.shape[0] % mesh.size == 0
    return NamedSharding(mesh, PartitionSpec(_BATCH) if shared else PartitionSpec())
