"""A trained student becomes a folder that sentence-transformers loads, as encoder and as reranker.

`model.safetensors` has body and head (SentenceTransformer reads the body, CrossEncoder both), and
`onnx/model_int8.onnx` the same in int8 for the CPU, with two outputs: `last_hidden_state` (token
vectors) and `logits` (whether the second text of a pair answers the first).
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from embedding.onnx import LOGITS, ONNX_FILE, TOKENS
from embedding.training.contextual.student import Student
from embedding.training.contextual.vocabulary import END, PAD, START
from embedding.training.export import CONFIG, NORMALIZE, NORMALIZE_CONFIG, fresh_folder, write_json
from embedding.training.vocabulary import UNKNOWN

_TRANSFORMER = "sentence_transformers.base.modules.transformer.Transformer"
_POOLING = "sentence_transformers.sentence_transformer.modules.pooling.Pooling"
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": _TRANSFORMER},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": _POOLING},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": NORMALIZE},
]
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(student: Student, tokenizer: Tokenizer, out: Path, made: dict[str, object]) -> None:
    """Write the model to `out`, whole or not at all; `made` tells how it was made."""
    student = student.cpu().eval()
    width = student.table.shape[1]
    with fresh_folder(out) as partial:
        student.model.save_pretrained(str(partial))
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer,
            unk_token=UNKNOWN,
            pad_token=PAD,
            cls_token=START,
            sep_token=END,
            model_max_length=tokenizer.truncation["max_length"],
            model_input_names=list(_INPUTS),
        ).save_pretrained(str(partial))
        write_json(partial / "modules.json", _MODULES)
        write_json(partial / "config_sentence_transformers.json", CONFIG)
        pooling = {"embedding_dimension": width, "pooling_mode": "mean", "include_prompt": True}
        write_json(partial / "1_Pooling" / "config.json", pooling)
        write_json(partial / "2_Normalize" / "config.json", NORMALIZE_CONFIG)
        write_json(partial / "training.json", made)
        write_onnx(student, partial / ONNX_FILE)


def write_onnx(student: Student, file: Path) -> None:
    """The student in int8 for onnxruntime: weights of matrices by column, rows of the vocabulary
    in one scale. ModuleNotFoundError without the package onnx."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    file.parent.mkdir(exist_ok=True)
    example = torch.zeros((2, 3), dtype=torch.int64)
    free = {name: {0: "batch", 1: "length"} for name in (*_INPUTS, TOKENS)}
    attention = student.model.config._attn_implementation
    student.model.set_attn_implementation("eager")  # the smaller graph, and no branch on the mask
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter: the newer one wants two packages more
        whole = Path(folder) / "model.onnx"
        torch.onnx.export(
            student,
            (example, torch.ones_like(example), example),
            str(whole),
            input_names=list(_INPUTS),
            output_names=[TOKENS, LOGITS],
            dynamic_axes={**free, LOGITS: {0: "batch"}},
            dynamo=False,
        )
        student.eval()  # the exporter puts it back as it thinks it was
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(prepared, file, weight_type=QuantType.QInt8, per_channel=True)
    student.model.set_attn_implementation(attention)
