"""What a small model gets wrong, found and put right: text in, text out, one file a subject.

The wrappers one floor up say when: `normalizing` before the model reads, `guarded` for figures and
what must not be lost, `mending` for names and typography.
"""
