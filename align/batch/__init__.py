"""Many documents: a list of pairs, each done once, on the cores of a machine or on many machines.

A list (entries) is compared with what was done before (ledger); what is left goes to an engine
(local, cluster), whose workers do documents and send back what came of each (worker); the
ledger keeps that, and at the end all documents may be merged into one file (merge).
"""
