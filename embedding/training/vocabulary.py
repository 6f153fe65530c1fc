"""The bilingual vocabulary: word pieces learnt from French and English together.

Text is folded before it is cut: compatibility forms, lower case, accents dropped, the typographic
apostrophe made plain, invisible characters gone. Punctuation is cut off, so that « l’enquête »
gives the pieces of "l", "'" and "enquete".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
PART_SHARE = 0.15
LONGEST_PART = 7
LONGEST_WORD = 18
MOST_LETTERS = 300
_INVISIBLE = Regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def blank_tokenizer(fold_accents: bool = True) -> Tokenizer:
    """A tokenizer with the normaliser and pre-tokenizer of the packaged model and no pieces."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=60))
    forms = [normalizers.NFKD(), normalizers.StripAccents()] if fold_accents else []
    steps = [
        normalizers.Replace(_INVISIBLE, ""),
        normalizers.Replace("’", "'"),
        *(forms or [normalizers.NFKC()]),
        normalizers.Lowercase(),
        normalizers.Replace("œ", "oe"),
    ]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def train_vocabulary(
    texts: Sequence[str], size: int, min_frequency: int = 3, fold_accents: bool = True
) -> Tokenizer:
    """A word-piece tokenizer of at most `size` pieces learnt from `texts`, the same every time.

    Most pieces are whole words, the most frequent first, since a static table knows a word best by
    its own row. The rest are the parts that cut the words left out. The libraries' own trainer
    breaks ties by chance and keeps the stages between letters and words.
    """
    tokenizer = blank_tokenizer(fold_accents)
    words, letters, rare = _words(texts, min_frequency, tokenizer)
    alphabet = [piece for letter in letters for piece in (letter, "##" + letter)]
    parts = int(PART_SHARE * size)
    whole = max(0, size - parts - len(alphabet) - 1)
    pieces = [UNKNOWN, *alphabet, *words[:whole], *_parts([*words, *rare], parts)]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer.model = models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=60)
    return tokenizer


def _words(
    texts: Sequence[str], min_frequency: int, cutter: Tokenizer
) -> tuple[list[str], list[str], list[str]]:
    """Words of `texts`, most frequent first, the letters of these, and the words too rare."""
    rank = _ranks(texts, min_frequency, cutter)
    words = sorted(rank, key=lambda word: (rank[word], word))
    letters = Counter(letter for word in words for letter in word)
    kept = sorted(letters, key=lambda letter: (-letters[letter], letter))[:MOST_LETTERS]
    return words, kept, sorted(_ranks(texts, 1, cutter).keys() - rank.keys())


def _ranks(texts: Sequence[str], min_frequency: int, cutter: Tokenizer) -> dict[str, int]:
    """Each word that occurs so often, with its place by frequency."""
    counter = Tokenizer(models.WordLevel(unk_token=UNKNOWN))
    counter.normalizer, counter.pre_tokenizer = cutter.normalizer, cutter.pre_tokenizer
    trainer = trainers.WordLevelTrainer(
        vocab_size=2_000_000, min_frequency=min_frequency, show_progress=False
    )
    counter.train_from_iterator(texts, trainer=trainer)
    return counter.get_vocab()


def _parts(words: Iterable[str], count: int) -> list[str]:
    """The `count` beginnings, middles and endings that save most letters over `words`."""
    saved: Counter[str] = Counter()
    for word in words:
        if word.isalpha() and len(word) <= LONGEST_WORD:
            for length in range(2, min(len(word), LONGEST_PART + 1)):
                saved[word[:length]] += length - 1
                for start in range(1, len(word) - length + 1):
                    saved["##" + word[start : start + length]] += length - 1
    return sorted(saved, key=lambda part: (-saved[part], part))[:count]
