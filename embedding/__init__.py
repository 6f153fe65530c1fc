"""The embedding model: the seam, the packaged model, and any other one."""
