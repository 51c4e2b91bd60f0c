"""Trains a ``StaticEmbedding`` model with sentence-transformers' in-batch ranking loss."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from .pairs import Pair

_SPECIAL = ("[PAD]", "[UNK]")
_SCORE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the model.

    Attributes:
        dimension: length of the vectors.
        vocabulary: tokens, at most.
        epochs: passes over the pairs.
        batch: pairs per step; each pair's wrong answers are the other pairs' right ones.
        learning_rate: of Adam at the start; it falls linearly to a fiftieth.
        scale: of the cosine similarities before the softmax.
        seed: of everything random.
    """

    dimension: int = 192
    vocabulary: int = 20_000
    epochs: int = 8
    batch: int = 1024
    learning_rate: float = 0.02
    scale: float = 20.0
    seed: int = 7


def train_tokenizer(texts: Sequence[str], settings: Settings) -> Tokenizer:
    """Returns a Unigram tokenizer (Kudo, ACL 2018) of lower-case Danish, trained on ``texts``."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.UnigramTrainer(
        vocab_size=settings.vocabulary, special_tokens=list(_SPECIAL), unk_token="[UNK]", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return _in_fixed_order(tokenizer)


def _in_fixed_order(tokenizer: Tokenizer) -> Tokenizer:
    """Returns ``tokenizer`` with its pieces by falling score and name, scores rounded.

    The trainer adds up in the order of a hash table, so that the last digits of the scores, and with them the order of
    equally likely pieces, differ from run to run.
    """
    state = json.loads(tokenizer.to_str())
    pieces = [(piece, round(score, _SCORE_DIGITS)) for piece, score in state["model"]["vocab"]]
    special, rest = pieces[: len(_SPECIAL)], pieces[len(_SPECIAL) :]
    state["model"]["vocab"] = [*special, *sorted(rest, key=lambda pair: (-pair[1], pair[0]))]
    return Tokenizer.from_str(json.dumps(state))


def train(pairs: Sequence[Pair], settings: Settings, *, progress: Callable[[str], None]) -> SentenceTransformer:
    """Returns the model trained on ``pairs``; the same pairs and settings give the same model.

    Args:
        pairs: texts that belong together, more than one batch.
        settings: what decides the model.
        progress: told of each finished epoch.
    """
    torch.manual_seed(settings.seed)
    torch.use_deterministic_algorithms(True)
    chooser = random.Random(settings.seed)
    tokenizer = train_tokenizer([text for pair in pairs for text in pair], settings)
    embedding = StaticEmbedding(tokenizer, embedding_dim=settings.dimension)
    torch.nn.init.normal_(embedding.embedding.weight, std=0.1)
    model = SentenceTransformer(modules=[embedding], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=settings.scale)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.learning_rate)
    steps = max(1, settings.epochs * (len(pairs) // settings.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    mixed = list(pairs)
    for epoch in range(settings.epochs):
        chooser.shuffle(mixed)
        total = 0.0
        for start in range(0, len(mixed) - settings.batch + 1, settings.batch):
            left, right = _without_twins(mixed[start : start + settings.batch])
            value = loss([model.preprocess(left), model.preprocess(right)], torch.zeros(0))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            total += float(value.detach())
        progress(f"epoch {epoch + 1}/{settings.epochs}: loss {total * settings.batch / len(mixed):.3f}")
    return model


def _without_twins(batch: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """Drops pairs that repeat a text of the batch: a right answer must not count as another pair's wrong one."""
    seen: set[str] = set()
    left: list[str] = []
    right: list[str] = []
    for one, other in batch:
        if one not in seen and other not in seen:
            seen.update((one, other))
            left.append(one)
            right.append(other)
    return left, right


def save(model: SentenceTransformer, folder: Path) -> None:
    """Writes ``model`` into ``folder`` in half precision, which halves its size and costs nothing measurable."""
    model.half()
    model.save(str(folder), create_model_card=False)
