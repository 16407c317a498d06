"""Batches that several devices compute. JAX takes the number of its CPUs when it starts."""
import os
import subprocess
import sys


def test_several_devices():
    program = os.path.join(os.path.dirname(__file__), 'program_on_several_devices.py')
    result = subprocess.run(
        [sys.executable, program], universal_newlines=True,
        env=dict(os.environ, XLA_FLAGS='--xla_force_host_platform_device_count=4'),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert result.stdout.endswith('all checked\n'), result.stdout
