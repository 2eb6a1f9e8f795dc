"""Fit the second reader on quotes and phrases."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.labelled import KINDS, LEVELS, NONE, Phrases, Quotes
from pipeline.training.encoder.base import Base, library
from pipeline.training.encoder.network import Parameters, forward, parameters

_TOLD = 50  # steps between two lines


@dataclass(frozen=True, slots=True)
class Settings:
    """How the second reader is fitted: the encoder's first layers, rounds over the quotes, texts a step, and rates.

    The rate rises over the first `warm` part of the steps and then falls in a line; that of the new last layer is ten times as high. Kind
    and level weigh less than the themes.
    """

    layers: int = 4
    rounds: int = 6
    together: int = 64
    rate: float = 2e-4
    warm: float = 0.08
    drop: float = 0.1
    decay: float = 0.01
    level_weight: float = 0.5
    kind_weight: float = 0.7


@dataclass(frozen=True)
class Lesson:
    """A text as numbers of pieces, what it should score per code (0 to 1), and which codes it says something of."""

    pieces: list[int]
    wanted: list[float]
    told: list[float]


def lessons(quotes: Quotes, rows: Sequence[int], phrases: Phrases, cut: Callable[[str], list[int]]) -> list[Lesson]:
    """Quotes, with both coders' codes for half each, and phrases, which say something of the codes of one sort alone."""
    other = quotes.second or quotes
    found = []
    for row in rows:
        wanted = ((quotes.themes[row] + other.themes[row]) / 2).tolist()
        for first, second, names in (
            (quotes.levels, other.levels, LEVELS),
            (quotes.kinds, other.kinds, KINDS),
        ):
            wanted += [(int(first[row] == place) + int(second[row] == place)) / 2 for place in range(len(names))]
        found.append(Lesson(cut(quotes.texts[row]), wanted, [1.0] * len(wanted)))
    codes = (*quotes.keys, *LEVELS, *KINDS)
    for sort, single in (((*quotes.keys, NONE), False), (LEVELS, True), (KINDS, True)):
        by_text: dict[str, list[str]] = {}
        for text, code in zip(*phrases.showing(sort), strict=True):
            by_text.setdefault(text, []).append(code)
        told = [float(code in sort) for code in codes]
        for text, given in by_text.items():
            if not single or len(given) == 1:
                found.append(Lesson(cut(text), [float(code in given) for code in codes], told))
    return found


def fit(
    base: Base,
    pieces: Sequence[int],
    given: Sequence[Lesson],
    themes: int,
    settings: Settings,
    *,
    seed: int,
    tell: Callable[[str], None],
) -> Parameters:
    """The parameters after `rounds` rounds; `pieces` are the places in the encoder's vocabulary that the lessons' numbers mean."""
    torch = library("torch")
    torch.manual_seed(seed)
    chance = random.Random(seed)
    learned = parameters(base, settings.layers, len(given[0].wanted), pieces, seed)
    last = [learned["codes.w"], learned["codes.b"]]
    body = [value for name, value in learned.items() if value.requires_grad and not name.startswith("codes.")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": settings.rate}, {"params": last, "lr": 10 * settings.rate}],
        weight_decay=settings.decay,
    )
    steps = settings.rounds * -(-len(given) // settings.together)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (settings.warm * steps)) * max(0.02, 1 - step / steps)
    )
    done, total = 0, 0.0
    for _ in range(settings.rounds):
        for batch in _batches(given, settings.together, chance):
            rows, mask = padded([one.pieces for one in batch])
            wanted = torch.tensor([one.wanted for one in batch])
            told = torch.tensor([one.told for one in batch])
            with torch.autocast("cpu", torch.bfloat16):
                scores = forward(learned, base, settings.layers, rows, mask, drop=settings.drop)
            loss = _loss(torch, scores.float(), wanted, told, themes, settings)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *last], 1.0)
            optimiser.step()
            schedule.step()
            done, total = done + 1, total + loss.item()
            if done % _TOLD == 0:
                tell(f"encoder: step {done} of {steps}, loss {total / _TOLD:.3f}")
                total = 0.0
    return learned


def _loss(torch: Any, scores: Any, wanted: Any, told: Any, themes: int, settings: Settings) -> Any:
    functional = torch.nn.functional
    each = functional.binary_cross_entropy_with_logits(scores[:, :themes], wanted[:, :themes], reduction="none")
    loss = (each * told[:, :themes]).sum() / told[:, 0].sum().clamp(min=1)
    middle = themes + len(LEVELS)
    for part, weight in (
        (slice(themes, middle), settings.level_weight),
        (slice(middle, None), settings.kind_weight),
    ):
        each = -functional.log_softmax(scores[:, part], 1) * wanted[:, part] * told[:, part]
        loss = loss + weight * each.sum() / told[:, part][:, 0].sum().clamp(min=1)
    return loss


def _batches(given: Sequence[Lesson], together: int, chance: random.Random) -> list[list[Lesson]]:
    """Batches of texts of about one length, in a random order."""
    order = list(range(len(given)))
    chance.shuffle(order)
    batches = []
    for start in range(0, len(order), 50 * together):
        part = sorted(order[start : start + 50 * together], key=lambda place: len(given[place].pieces))
        batches += [[given[place] for place in part[at : at + together]] for at in range(0, len(part), together)]
    chance.shuffle(batches)
    return batches


def padded(texts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """Texts as one array (texts, longest) of numbers of pieces, and the mask of what is no padding."""
    torch = library("torch")
    longest = max(map(len, texts))
    rows = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    mask = torch.tensor([[True] * len(text) + [False] * (longest - len(text)) for text in texts])
    return rows, mask
