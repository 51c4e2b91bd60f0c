"""Real models of a few kilobytes, saved as the big ones are: an XLM-R, a BERT and a static one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoModel,
    AutoTokenizer,
    BertConfig,
    BertModel,
    PreTrainedModel,
    XLMRobertaConfig,
    XLMRobertaModel,
)
from transformers import PreTrainedTokenizerFast as FastTokenizer

Floats = NDArray[np.float32]

E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
HIDDEN = 16
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå0123456789:.,?-"


def save_xlm_r(folder: Path, *, prompts: Mapping[str, str] | None = None, pooling: str | None = "mean") -> Path:
    """Saves an XLM-R-style model with a Unigram tokenizer; ``pooling`` None leaves out sentence-transformers' files."""
    tokenizer = _unigram_tokenizer()
    torch.manual_seed(1)
    config = XLMRobertaConfig(**_sizes(len(tokenizer)), pad_token_id=1, bos_token_id=0, eos_token_id=2)
    return _save(folder, XLMRobertaModel(config), tokenizer, pooling, prompts)


def save_bert(
    folder: Path,
    *,
    pooling: str = "cls",
    hidden: int = HIDDEN,
    prompts: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
) -> Path:
    """Saves a BERT-style model with a WordPiece tokenizer; ``config`` is added to its config.json."""
    tokenizer = _wordpiece_tokenizer()
    torch.manual_seed(2)
    saved = _save(folder, BertModel(BertConfig(**_sizes(len(tokenizer), hidden))), tokenizer, pooling, prompts)
    file = saved / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | dict(config or {})))
    return saved


def save_static(folder: Path, *, dimension: int = 8) -> Path:
    """Saves a sentence-transformers StaticEmbedding model."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = _wordpiece_tokenizer().backend_tokenizer
    weights = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), dimension)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save_pretrained(
        str(folder), create_model_card=False
    )
    return folder


def plain_vectors(folder: Path, sentences: list[str], *, pooling: str) -> Floats:
    """Returns the vectors by transformers alone and pooling in numpy, one sentence at a time: what must come out."""
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    rows = []
    for sentence in sentences:
        with torch.inference_mode():
            tokens: Floats = model(**tokenizer(sentence, return_tensors="pt")).last_hidden_state[0].numpy()
        row = tokens[0] if pooling == "cls" else tokens.mean(axis=0)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32)


def change_a_weight(folder: Path) -> None:
    """Changes the last number of the weights; their size stays."""
    file = folder / "model.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def _save(
    folder: Path,
    model: PreTrainedModel,
    tokenizer: FastTokenizer,
    pooling: str | None,
    prompts: Mapping[str, str] | None,
) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if pooling is None:
        return folder
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    width = {"word_embedding_dimension": model.config.hidden_size}
    ways = {"cls": "pooling_mode_cls_token", "mean": "pooling_mode_mean_tokens"}
    _write(folder / "modules.json", modules)
    _write(folder / "1_Pooling" / "config.json", width | {key: name == pooling for name, key in ways.items()})
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 64, "do_lower_case": False})
    if prompts is not None:
        _write(folder / "config_sentence_transformers.json", {"prompts": dict(prompts), "default_prompt_name": None})
    return folder


def _write(file: Path, value: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(value), encoding="utf-8")


def _sizes(vocabulary: int, hidden: int = HIDDEN) -> dict[str, Any]:
    return {
        "vocab_size": vocabulary,
        "hidden_size": hidden,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 80,
    }


def _unigram_tokenizer() -> FastTokenizer:
    words = ["▁query", "▁passage", "▁service", "rammen", "▁kommune", "▁hvad", "▁er", "▁ældre"]
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0)]
    pieces += [(word, -4.0) for word in words] + [(letter, -6.0) for letter in _LETTERS]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    marks = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
    return _fast(tokenizer, pad_token="<pad>", unk_token="<unk>", **marks)


def _wordpiece_tokenizer() -> FastTokenizer:
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = ["query", "passage", "service", "##rammen", "kommune", "hvad", "er", "ældre"]
    vocabulary = [*marks, *words, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    numbers = {word: number for number, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    roles = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]"}
    return _fast(tokenizer, **roles)


def _fast(tokenizer: Tokenizer, **roles: str) -> FastTokenizer:
    return FastTokenizer(tokenizer_object=tokenizer, **roles)  # type: ignore[no-untyped-call]
