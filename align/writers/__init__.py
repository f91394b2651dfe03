"""Translation units become files. One file an implementation."""
