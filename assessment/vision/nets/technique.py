"""The technique network: is a repetition done correctly?

Paper: Rezaee, Monshizadeh, "A deep learning framework for evaluating dynamic sports movements via
video-based motion analysis for digital health", 2026: kinematic descriptors encoded with a
ResNet-50, temporal dependencies by a multi-head-attention Transformer, correct or incorrect.
Changed, and why: the descriptors are taken in the person's own body frame and standardised for
the exercise (docs/algorithms/technique-network.md); the network is told the exercise and the view;
it may compare the repetition with the mean embedding of other people's correct ones and of the
person's own (2 to 4 points on people it never saw, in the study of the method).
Inputs (points [B, T, J, 3]) -> one logit a repetition, positive for correct. `no_cnn` and
`siamese` have 0.25 million parameters or less, `resnet18` 11.6 and `paper` 24.1 million.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from assessment.vision.nets.config import NetworkConfig
from assessment.vision.nets.descriptors import Inputs, KinematicMaps, Layout
from assessment.vision.nets.resnet import RESNET18, RESNET50, ResNet
from assessment.vision.nets.temporal import temporal_make

__all__ = ["Encoding", "Reference", "TechniqueNetwork"]

Reference = Literal["others", "own"]
_REFERENCES: tuple[Reference, ...] = ("others", "own")


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """embedding, condition: [B, D]; attention: a [B, heads, L+1, L+1] for each layer."""

    embedding: Tensor
    condition: Tensor
    attention: tuple[Tensor, ...]


class TechniqueNetwork(nn.Module):
    def __init__(
        self, *, config: NetworkConfig, layout: Layout, exercises: int, views: int
    ) -> None:
        super().__init__()
        self.config = config
        self.maps = KinematicMaps(
            layout=layout,
            descriptors=config.descriptors,
            frames=config.frames,
            exercises=exercises,
            views=views,
        )
        self.encoder = _encoder(config, self.maps.channels, layout.joints)
        self.exercise = nn.Embedding(exercises, config.width)
        self.view = nn.Embedding(views, config.width)
        self.temporal = temporal_make(config)
        self.norm = nn.LayerNorm(config.width)
        self.references: Tensor
        if config.comparison == "none":
            self.head = _head(2 * config.width, config)
        else:
            self.kind = nn.Embedding(len(_REFERENCES), config.width)
            self.comparison = _head(4 * config.width, config)
            # The mean embedding of the training persons' correct repetitions.
            self.register_buffer("references", torch.zeros(views, exercises, config.width))

    def encode(self, inputs: Inputs) -> Encoding:
        maps = self.maps(inputs)  # [B, C, J, T]
        windows = maps.unfold(3, self.config.window, self.config.stride)  # [B, C, J, L, W]
        pictures = windows.permute(0, 3, 1, 2, 4).flatten(0, 1)  # [B*L, C, J, W]
        embedded = self.encoder(pictures).unflatten(0, (len(inputs), -1))  # [B, L, D]
        condition = self.exercise(inputs.exercise) + self.view(inputs.view)
        embedding, attention = self.temporal(embedded, condition)
        return Encoding(embedding=self.norm(embedding), condition=condition, attention=attention)

    def forward(self, inputs: Inputs) -> Tensor:
        """[B] logits: against other people's correct repetitions where the network compares."""
        encoding = self.encode(inputs)
        if self.config.comparison == "none":
            return self.judge(encoding)
        usual = self.references[inputs.view, inputs.exercise]
        return self.compare(encoding, usual, "others")

    def judge(self, encoding: Encoding) -> Tensor:
        """[B] logits from the repetition alone."""
        joined = torch.cat([encoding.embedding, encoding.condition], dim=1)
        result: Tensor = self.head(joined)[:, 0]
        return result

    def compare(self, encoding: Encoding, reference: Tensor, kind: Reference) -> Tensor:
        """[B] logits against a mean embedding [B, D] of correct repetitions."""
        off = encoding.embedding - reference
        place = torch.tensor(_REFERENCES.index(kind), device=off.device)
        told = encoding.condition + self.kind(place)
        joined = torch.cat([off, off.abs(), encoding.embedding * reference, told], dim=1)
        result: Tensor = self.comparison(joined)[:, 0]
        return result


def _head(entering: int, config: NetworkConfig) -> nn.Module:
    return nn.Sequential(
        nn.Dropout(config.dropout),
        nn.Linear(entering, config.width),
        nn.GELU(),
        nn.Dropout(config.dropout),
        nn.Linear(config.width, 1),
    )


def _encoder(config: NetworkConfig, channels: int, joints: int) -> nn.Module:
    if config.encoder in {"resnet18", "resnet50"}:
        shape = RESNET18 if config.encoder == "resnet18" else RESNET50
        residual = ResNet(config=shape, channels=channels)
        return nn.Sequential(residual, nn.Linear(residual.width, config.width))
    if config.encoder == "statistics":
        return _Statistics(channels * joints, config)
    return nn.Sequential(nn.Flatten(), *_layers(channels * joints * config.window, config))


def _layers(entering: int, config: NetworkConfig) -> list[nn.Module]:
    return [
        nn.Dropout(config.dropout),
        nn.Linear(entering, config.width),
        nn.GELU(),
        nn.Linear(config.width, config.width),
    ]


class _Statistics(nn.Module):
    """Mean, deviation, least, greatest, first and last of every row and channel, then two layers.

    Pictures [B, C, J, W] -> [B, D].
    """

    def __init__(self, rows: int, config: NetworkConfig) -> None:
        super().__init__()
        self.layers = nn.Sequential(*_layers(6 * rows, config))

    def forward(self, pictures: Tensor) -> Tensor:
        off = pictures - pictures.mean(dim=-1, keepdim=True)
        parts = (
            pictures.mean(dim=-1),
            # The root of a plain zero has no gradient.
            (off.square().mean(dim=-1) + 1e-6).sqrt(),
            pictures.amin(dim=-1),
            pictures.amax(dim=-1),
            pictures[..., 0],
            pictures[..., -1],
        )
        result: Tensor = self.layers(torch.cat([part.flatten(1) for part in parts], dim=1))
        return result
