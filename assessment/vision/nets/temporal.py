"""From the embeddings of the windows to that of the repetition, told of exercise and view.

Windows [B, L, D] and condition [B, D] -> [B, D] and attention weights, a [B, heads, L+1, L+1] for
each layer (place 0 is the condition), or none where nothing attends.
Transformer: Vaswani et al., "Attention Is All You Need", 2017, with the norms in front (Xiong et
al. 2020), which trains without a warm-up.
"""

import torch
from torch import Tensor, nn

from assessment.vision.nets.config import NetworkConfig

__all__ = ["Lstm", "Mean", "Transformer", "temporal_make"]


def temporal_make(config: NetworkConfig) -> nn.Module:
    if config.temporal == "transformer":
        return Transformer(config=config)
    if config.temporal == "lstm":
        return Lstm(config=config)
    return Mean()


class Transformer(nn.Module):
    """The condition is the first token; what it has gathered is the embedding."""

    def __init__(self, *, config: NetworkConfig) -> None:
        super().__init__()
        self.places = nn.Parameter(torch.randn(config.windows, config.width) * 0.02)
        self.layers = nn.ModuleList(_Layer(config) for _ in range(config.layers))

    def forward(self, windows: Tensor, condition: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        tokens = torch.cat([condition[:, None], windows + self.places], dim=1)
        weights = []
        for layer in self.layers:
            tokens, weight = layer(tokens)
            weights.append(weight)
        return tokens[:, 0], tuple(weights)


class _Layer(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.width
        self.before_attention = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(
            width, config.heads, dropout=config.dropout, batch_first=True
        )
        self.forward_path = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, 2 * width),
            nn.GELU(),
            nn.Dropout(config.dropout),
            nn.Linear(2 * width, width),
        )
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        calm = self.before_attention(tokens)
        gathered, weight = self.attention(
            calm, calm, calm, need_weights=True, average_attn_weights=False
        )
        tokens = tokens + self.dropout(gathered)
        return tokens + self.dropout(self.forward_path(tokens)), weight


class Lstm(nn.Module):
    """Long short-term memory (Hochreiter, Schmidhuber 1997) that begins with the condition."""

    def __init__(self, *, config: NetworkConfig) -> None:
        super().__init__()
        self.memory = nn.LSTM(config.width, config.width, config.layers, batch_first=True)

    def forward(self, windows: Tensor, condition: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        start = condition.expand(self.memory.num_layers, *condition.shape).contiguous()
        _, (last, _) = self.memory(windows, (start, torch.zeros_like(start)))
        return last[-1], ()


class Mean(nn.Module):
    def forward(self, windows: Tensor, condition: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        return windows.mean(dim=1) + condition, ()
