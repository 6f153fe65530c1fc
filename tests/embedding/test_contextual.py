"""The contextual model, from a tiny teacher to a folder that the application loads."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from langchain_core.documents import Document
from transformers import BertConfig, BertModel

from config import load_settings
from embedding.load import load_encoder
from embedding.onnx import ONNX_FILE, OnnxEncoder, OnnxReranker
from embedding.sentence_transformer import SentenceTransformerEncoder
from embedding.training.contextual.__main__ import main
from embedding.training.contextual.run import Run, Sources, checkpoint_of, ready
from embedding.training.contextual.train import ANSWERS, CONTRAST, PARALLEL, TEACHER, Course, Phase
from embedding.training.contextual.vocabulary import Known, starting_rows, with_marks
from embedding.training.data import Pair, read_pairs, write_pairs
from embedding.training.evaluate import evaluate
from embedding.training.pipeline import Plan, Teach
from embedding.training.vocabulary import train_vocabulary
from errors import EncoderError
from retrieval.rerank import COMPRESSED_ONNX, CrossEncoderCompressor

pytestmark = pytest.mark.slow  # imports transformers, and trains for seconds

WIDTH = 32
PLAN = Plan(vocabulary=400, per_source=1000, lexicon=False)
COURSE = Course(
    phases=(
        Phase(100, 3e-3, ((PARALLEL, 0.6), (TEACHER, 0.4))),
        Phase(400, 2e-3, ((CONTRAST, 0.1), (PARALLEL, 0.1), (ANSWERS, 0.8))),
    ),
    batch=32,
    save_every=500,
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished run and the folder of its model."""

    run: Run
    folder: Path


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory, data_folder: Path) -> Path:
    """A BERT of three layers that has learnt nothing, with English pieces."""
    folder = tmp_path_factory.mktemp("teacher")
    english = [pair.b for pair in read_pairs(data_folder)["tiny"] if pair.lang_b == "en"]
    tokenizer = with_marks(train_vocabulary(english, 300, min_frequency=1), 64)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=200,
    )
    BertModel(config).save_pretrained(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory, data_folder: Path) -> Path:
    """The tiny pairs, and for each French sentence a question on what it is about."""
    folder = tmp_path_factory.mktemp("pairs")
    rows = read_pairs(data_folder)["tiny"]
    write_pairs(folder / "tiny.jsonl.gz", rows)
    asked = [
        Pair(f"Que dit-on : {pair.a} ?", pair.b, "qa", "fr", "fr", "asked")
        for pair in rows
        if pair.kind == "title_body"
    ]
    write_pairs(folder / "asked.jsonl.gz", asked)
    return folder


@pytest.fixture(scope="module")
def begin(pairs: Path, teacher: Path, tiny_model: Path, teach: Teach):
    torch.set_num_threads(1)
    sources = Sources(teacher, tiny_model, layers=2)
    return lambda out, course=COURSE: ready(pairs, out, teach, sources, PLAN, course)


@pytest.fixture(scope="module")
def trained(begin, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    out = tmp_path_factory.mktemp("contextual") / "model"
    run = begin(out)
    run.finish(out)
    return Trained(run, out)


def test_the_losses_fall(trained: Trained) -> None:
    for kind in (PARALLEL, TEACHER, ANSWERS):
        losses = trained.run.trainer.losses[kind]
        assert np.mean(losses[-10:]) < 0.7 * np.mean(losses[:10]), kind


def test_translations_come_together(trained: Trained) -> None:
    encoder = load_encoder(load_settings(encoder=str(trained.folder)))
    french = encoder.encode_queries(["le tribunal a fermé ses portes", "la police coûte"])
    english = encoder.encode_passages(["the court closed its doors", "the police costs"])
    cosines = french @ english.T
    assert cosines[0, 0] > cosines[0, 1] + 0.2 and cosines[1, 1] > cosines[1, 0] + 0.2


class Killed(BaseException):
    """Ends a run at once, as a kill does."""


def test_a_killed_run_goes_on_as_if_nothing_had_been(begin, tmp_path: Path) -> None:
    course = replace(COURSE.shortened(12), save_every=5)
    whole = begin(tmp_path / "whole", course)
    whole.trainer.run()
    killed = begin(tmp_path / "killed", course)
    step = killed.trainer._step

    def until(number: int) -> None:
        if number == 8:
            raise Killed
        step(number)

    killed.trainer._step = until
    with pytest.raises(Killed):
        killed.trainer.run()
    again = begin(tmp_path / "killed", course)
    assert again.trainer.first == 5
    again.trainer.run()
    for name, value in whole.trainer.student.state_dict().items():
        assert torch.equal(value, again.trainer.student.state_dict()[name]), name
    assert again.trainer.losses == whole.trainer.losses


def test_a_checkpoint_of_another_run_is_named(begin, tmp_path: Path) -> None:
    out = tmp_path / "model"
    begin(out, COURSE.shortened(2)).trainer.run()
    with pytest.raises(ValueError, match=r"model\.checkpoint\.pt is of a run with other data"):
        begin(out, COURSE.shortened(3))


def test_a_damaged_checkpoint_is_named(begin, tmp_path: Path) -> None:
    checkpoint_of(tmp_path / "model").write_bytes(b"half of it")
    with pytest.raises(ValueError, match=r"model\.checkpoint\.pt is damaged"):
        begin(tmp_path / "model")


TEXTS = [
    "le juge coûte cinq millions",
    "the hospital",
    "Une phrase d’autres mots, 12 juillet !",
    "x",
]


def test_the_application_loads_the_folder_without_torch(trained: Trained) -> None:
    encoder = load_encoder(load_settings(encoder=str(trained.folder)))
    assert isinstance(encoder, OnnxEncoder)
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), WIDTH) == (len(TEXTS), encoder.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert not encoder.encode_passages(["", " "]).any()
    assert encoder.encode_queries([]).shape == (0, WIDTH)


def test_a_vector_does_not_depend_on_its_neighbours(trained: Trained) -> None:
    encoder = load_encoder(load_settings(encoder=str(trained.folder)))
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(alone, encoder.encode_passages(TEXTS))


def test_int8_agrees_with_torch(trained: Trained) -> None:
    whole = SentenceTransformerEncoder(str(trained.folder)).encode_passages(TEXTS)
    quick = load_encoder(load_settings(encoder=str(trained.folder))).encode_passages(TEXTS)
    assert (whole * quick).sum(axis=1).min() > 0.99


def test_prefixes_count_and_are_part_of_who_it_is(trained: Trained) -> None:
    plain = OnnxEncoder(trained.folder, "m")
    asking = OnnxEncoder(trained.folder, "m", query_prefix="le juge ")
    assert plain.fingerprint == OnnxEncoder(trained.folder, "other name").fingerprint
    assert plain.fingerprint != asking.fingerprint
    read = asking.encode_queries(["la police"])
    assert np.array_equal(read, plain.encode_queries(["le juge la police"]))
    assert np.array_equal(
        asking.encode_passages(["la police"]), plain.encode_passages(["la police"])
    )


def _asked(pairs: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Questions with what answers them, and with what answers another one."""
    rows = read_pairs(pairs)["asked"]
    right = [(row.a, row.b) for row in rows]
    wrong = [(one.a, other.b) for one in rows for other in rows if one.a != other.a]
    return right, wrong


def test_the_head_tells_what_answers(trained: Trained, pairs: Path) -> None:
    right, wrong = _asked(pairs)
    head = OnnxReranker(trained.folder)
    answers, others = head.predict(right), head.predict(wrong)
    assert np.mean(answers[:, None] > others) > 0.9
    assert ((answers >= 0) & (answers <= 1)).all()


def test_the_same_folder_is_a_cross_encoder(trained: Trained, pairs: Path) -> None:
    from sentence_transformers import CrossEncoder

    right, _ = _asked(pairs)
    whole = CrossEncoder(str(trained.folder)).predict(right)
    quick = OnnxReranker(trained.folder).predict(right)
    assert np.abs(whole - quick).max() < 0.15


def test_it_reranks_through_the_seam(trained: Trained) -> None:
    reranker = CrossEncoderCompressor(name=str(trained.folder))
    assert isinstance(reranker.model, OnnxReranker)
    assert reranker.depth == COMPRESSED_ONNX
    question = "Que dit-on : le tribunal ?"
    texts = ["la police a fermé ses portes", "le tribunal a fermé ses portes"]
    found = reranker.compress_documents([Document(text) for text in texts], question)
    assert [document.page_content for document in found] == texts[::-1]
    assert reranker.compress_documents([], question) == []


def test_it_is_judged_beside_the_static_model(
    trained: Trained, tiny_model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results"
    two = tmp_path / "contextual"
    two.symlink_to(trained.folder)
    told = evaluate(tmp_path, [tiny_model, two], out, with_teacher=False, reranker=two)
    saved = json.loads((out / "results.json").read_text(encoding="utf-8"))
    methods = {row["method"] for row in saved["rows"]}
    assert {"contextual: mean-pooled", "contextual: hybrid, reranked"} <= methods
    assert "model: late interaction" in methods and "contextual: late interaction" not in methods
    assert [row["model"] for row in saved["speed"]] == ["model", "contextual"]
    assert "| contextual |" in told


def test_a_long_text_is_cut(trained: Trained) -> None:
    encoder = load_encoder(load_settings(encoder=str(trained.folder)))
    long = "le juge " * 300
    assert np.array_equal(encoder.encode_passages([long]), encoder.encode_passages([long + "x"]))


def test_a_damaged_graph_is_one_clear_line(trained: Trained, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(trained.folder, folder)
    (folder / ONNX_FILE).write_bytes(b"no graph")
    with pytest.raises(EncoderError, match="is damaged") as caught:
        load_encoder(load_settings(encoder=str(folder)))
    assert "\n" not in str(caught.value)
    with pytest.raises(EncoderError, match="is damaged"):
        CrossEncoderCompressor(name=str(folder)).model  # noqa: B018


def test_rows_start_from_the_teacher_and_across_languages() -> None:
    teacher = Known({"border": 0, "court": 1, "bor": 2, "##dure": 3}, np.eye(4, dtype=np.float32))
    near = np.array([[1, 0], [0, 1], [0.98, 0.1]], np.float32)
    static = Known({"border": 0, "court": 1, "frontiere": 2}, near)
    rows = starting_rows(
        ["border", "frontiere", "bordure", "zzz"],
        teacher,
        static,
        {"bordure": ["bor", "##dure"], "zzz": ["?"]}.__getitem__,
    )
    assert np.array_equal(rows[0], [1, 0, 0, 0])
    assert rows[1, 0] > 0.95 and rows[1, 2:].max() == 0  # beside "border", far from the rest
    assert rows[2] == pytest.approx([0, 0, 0.5**0.5, 0.5**0.5])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)


def test_a_course_can_be_shortened() -> None:
    short = Course().shortened(30)
    assert short.steps == 30 and [phase.steps for phase in short.phases] == [20, 10]
    assert short.at(19)[0] == short.phases[0] and short.at(20)[0] == short.phases[1]
    rates = [short.at(step)[1] for step in range(20)]
    assert max(rates) <= short.phases[0].learning_rate and rates[-1] < rates[5]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"data": "nowhere"}, "give the folder of training pairs"),
        ({"teacher": "nowhere"}, "no teacher in"),
        ({"teacher": "empty"}, "no BERT-like teacher in"),
        ({"static": "empty"}, "no embedding model in"),
        ({"out": "file"}, "is a file: --out takes a folder"),
        ({"out": "static"}, "a model that this one begins with"),
        ({"layers": "7"}, "the teacher's body has 3 layers"),
        ({"steps": "0"}, "--steps"),
    ],
)
def test_a_bad_folder_is_one_clear_line(
    changed: dict[str, str],
    said: str,
    pairs: Path,
    teacher: Path,
    tiny_model: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    places = {name: tmp_path / name for name in ("nowhere", "empty", "file")}
    places["empty"].mkdir()
    places["file"].write_text("text")
    places["static"] = tiny_model
    given = {"data": pairs, "out": tmp_path / "out", "teacher": teacher, "static": tiny_model}
    given["layers"] = "2"
    given |= {name: places.get(value, value) for name, value in changed.items()}
    given |= {"work": tmp_path / "work"}
    with pytest.raises(SystemExit) as ended:
        main([part for name, value in given.items() for part in (f"--{name}", str(value))])
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in told and "Traceback" not in told
