"""What a system wrote and what is right become an evaluation: figures, and a report of them.

`links`, `texts` and `segments` each load a pair of files, score it and lay out its report;
`suite` reads a suite file, `corpora` finds its data, `runner` runs it, `baselines` compares.
"""
