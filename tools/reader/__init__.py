"""Train ragkit's reader: question and passage to answer spans and "no answer here".

`data` reads, `swaps`, `cuts` and `negatives` make what the passage does not answer, `plan` puts
the passes together, `features` turns them into word pieces; none of these imports torch.
`model`, `train`, `evaluate` and `export` do. `tools/train_reader.py` is the command.
"""
