"""How fast ragkit is, each figure a ratio of two things that are done in turns in one run.

    python -m benchmarks.performance                       all of it, on text made from seeds/
    python -m benchmarks.performance --squad FILE          on SQuAD 2.0's `dev-v2.0.json`
    python -m benchmarks.performance --fp32 FILE           with the bar for embedding
    python -m benchmarks.performance --only search         one of `embed`, `add`, `search`, `start`,
                                                           `grow`; repeatable
    python -m benchmarks.performance --only grow --sizes 1000 10000
    python -m benchmarks.performance --only grow --soak    with 500,000 chunks

The bar for embedding, and one more for searching, is the same model in fp32, run as Chroma's
default function runs it. FILE is what `tools/build_embedder.py --fp32 FILE` leaves, or the
`model.onnx` that Chroma fetches; without it these two are left out.
"""
