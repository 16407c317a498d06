"""Files for TensorBoard's projector, which shows vectors as points in space."""
import json
import os

import numpy as np

from keras.utils.files import replaced_file


def write_projection(folder, projections):
    """Writes tables of vectors, and the configuration through which the projector finds them.

    Args:
        folder: path of the folder with the event files.
        projections: list of `(name, vectors, metadata)`: the name of a layer, an array
            `(samples, size)`, and the path, relative to `folder`, of a table that describes the
            samples, or None.
    """
    entries = []
    for name, vectors, metadata in projections:
        table = name.replace('/', '_') + '_embedding.tsv'
        with replaced_file(os.path.join(folder, table)) as path:
            np.savetxt(path, vectors, fmt='%.8g', delimiter='\t')
        fields = [('tensor_name', name + '_embedding'), ('tensor_path', table)]
        if metadata is not None:
            fields.append(('metadata_path', str(metadata)))
        entries.append('embeddings {\n%s}\n' % ''.join(
            '  %s: %s\n' % (field, json.dumps(value, ensure_ascii=False))
            for field, value in fields))
    with replaced_file(os.path.join(folder, 'projector_config.pbtxt')) as path, \
            open(path, 'w', encoding='utf-8') as file:
        file.writelines(entries)
