"""What is left of Keras 1: its layers, and the names it had for arguments."""
