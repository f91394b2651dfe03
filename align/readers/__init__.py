"""Files become documents of blocks. One file an implementation."""
