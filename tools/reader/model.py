"""The encoder with two outputs for each piece: an answer's first piece, its last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from ragkit.reading.matching import TYPES
from tools.reader.hashing import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Reader", "SharedMasks", "cheap_dropout", "check_hash", "loss_of"]

#: Of the files that the model's authors published.
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def check_hash(folder: Path) -> None:
    """Stop if the encoder is not the published one."""
    for name, expected in SHA256.items():
        actual = sha256_of(folder / name)
        if actual != expected:
            raise SystemExit(f"{folder / name}: sha256 is {actual}, expected {expected}")


class Reader(nn.Module):
    """Pieces to the scores of being an answer's first and last.

    Args:
        folder: the encoder's weights and configuration.
        layers: how many of the last layers the head sees, side by side.
        attention: of transformers; "eager" is what exports to ONNX.
    """

    def __init__(self, folder: Path, *, layers: int = 1, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder,
            attn_implementation=attention,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
        )
        # Whether the other side has the word is learnt from where the encoder makes no difference.
        published = self.encoder.embeddings.token_type_embeddings.weight
        types = published.detach().repeat(TYPES // len(published), 1)
        self.encoder.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(
            types, freeze=False
        )
        self.layers = layers
        self.head = nn.Linear(layers * self.encoder.config.hidden_size, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of shape (rows, pieces) for starts and for ends; the first piece is "none"."""
        out = self.encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            output_hidden_states=self.layers > 1,
        )
        hidden = out.last_hidden_state
        if self.layers > 1:
            hidden = torch.cat(out.hidden_states[-self.layers :], dim=-1)
        scores = self.head(hidden).float()
        return scores[..., 0], scores[..., 1]


def loss_of(
    scores: tuple[torch.Tensor, torch.Tensor],
    targets: tuple[torch.Tensor, torch.Tensor],
    allowed: torch.Tensor,
) -> torch.Tensor:
    """Mean cross entropy of both ends to their target distributions, over the allowed places."""
    total = torch.zeros((), device=allowed.device)
    for score, target in zip(scores, targets, strict=True):
        # Finite, so that 0 times it is 0.
        kept = score.masked_fill(~allowed, -1e4)
        total = total - (target * functional.log_softmax(kept, dim=-1)).sum(-1).mean()
    return total / 2


class SharedMasks:
    """Dropout's masks, drawn once: drawing them anew is a third of a step on a CPU.

    Each call reads the pool from another random place.
    """

    def __init__(self, share: float, *, size: int = 1 << 24, seed: int = 0) -> None:
        generator = torch.Generator().manual_seed(seed)
        kept = torch.rand(size, generator=generator) >= share
        self.pool = (kept / (1 - share)).to(torch.bfloat16)

    def like(self, given: torch.Tensor) -> torch.Tensor:
        count = given.numel()
        if count > len(self.pool) // 2:
            raise ValueError(f"the pool of {len(self.pool):,} is too small for {count:,}")
        first = int(torch.randint(len(self.pool) - count, ()))
        return self.pool[first : first + count].view(given.shape).to(given.dtype)


class _SharedDropout(nn.Module):
    def __init__(self, masks: SharedMasks) -> None:
        super().__init__()
        self.masks = masks

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return given * self.masks.like(given) if self.training else given


def cheap_dropout(module: nn.Module, masks: SharedMasks) -> None:
    """Put masks of the pool in the place of every dropout."""
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            if child.p:
                setattr(module, name, _SharedDropout(masks))
        else:
            cheap_dropout(child, masks)
