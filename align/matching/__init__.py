"""Which document of one folder translates which of the other.

`documents` finds and reads them, `bags` turns words into features that both languages share,
`index` takes the cheap first look, `bimax` the dear second one, `names` weighs what the files
are called, `scores` makes a probability of it all, `assignment` picks the pairs; `match` does
the whole job, `listing` writes it down.
"""
