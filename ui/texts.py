"""Every word that the chat says of itself, in French and in English.

A field missing in one language is an error at import, since `Texts` has no defaults. French is
written with plain spaces; `_french` makes those before ? ! ; : and inside « » no-break. What the
answers say (reasons for declining) is not here: that depends on the question, see `prompts/`.

Longer than other files on purpose: one file is what a translator reads and compares. Each page has
a class of its own (`LibraryTexts` …), whose two languages stand one after the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

_BEFORE_MARK = re.compile(r" (?=[?!;])")
_AROUND_QUOTES = re.compile(r" (?=[:»])|(?<=«) ")
_T = TypeVar("_T")


def _no_break(text: str) -> str:
    """French spacing: narrow no-break before ? ! ; and no-break before : and inside « »."""
    return _AROUND_QUOTES.sub("\u00a0", _BEFORE_MARK.sub("\u202f", text))


def _spaced(value: object) -> object:
    if isinstance(value, str):
        return _no_break(value)
    return tuple(map(_spaced, value)) if isinstance(value, tuple) else value


def _french(kind: type[_T], **strings: object) -> _T:
    """`kind` made of French strings, spaced as French is; classes of texts stay as they are."""
    return kind(**{name: _spaced(value) for name, value in strings.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryTexts:
    """What the page of the library says."""

    title: str


LIBRARY_FR = _french(
    LibraryTexts,
    title="Les communiqués de la bibliothèque",
)
LIBRARY_EN = LibraryTexts(
    title="The releases of the library",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationTexts:
    """What the page of the evaluation says."""

    title: str


EVALUATION_FR = _french(
    EvaluationTexts,
    title="Mesurer les réponses",
)
EVALUATION_EN = EvaluationTexts(
    title="Measure the answers",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTexts:
    """What the page of settings and status says."""

    title: str


STATUS_FR = _french(
    StatusTexts,
    title="Réglages et état",
)
STATUS_EN = StatusTexts(
    title="Settings and status",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTexts:
    """What exported files say beside the words of the releases, and the controls that make them."""

    title: str
    made: str
    legend: str
    prose: str
    sources: str
    quoted: str  # marks of quotation; what else quotes is put into it
    section: str
    span: str
    genre: str
    other_language: str
    superseded: str
    altered: str
    retired: str
    left_out_one: str
    left_out_many: str
    lost: str
    csv_separator: str  # what spreadsheets of the language expect
    csv_columns: tuple[str, ...]

    copy: str
    copy_name: str
    copied: str
    copy_refused: str
    export: str
    as_docx: str
    as_html: str
    as_markdown: str
    as_bibtex: str
    as_ris: str
    as_csl: str
    as_csv: str
    as_json: str


EXPORT_FR = _french(
    ExportTexts,
    title="Réponses tirées des communiqués",
    made="Exporté de Dépêche le {date}",
    legend="Entre guillemets : les mots mêmes des communiqués, comparés caractère par caractère au "
    "texte conservé au moment de l’exportation. Tout le reste est de Dépêche.",
    prose="Rédigé par Dépêche :",
    sources="Sources",
    quoted="« {words} »",
    section="section {section}",
    span="caractères [{start}, {end}) de {version}",
    genre="Communiqué de presse",
    other_language="cité en {language}",
    superseded="version remplacée depuis",
    altered="copie qui diffère du communiqué officiel",
    retired="communiqué retiré de sa source",
    left_out_one="Un extrait n’est plus, mot pour mot, dans le texte conservé : il a été omis.",
    left_out_many="{count} extraits ne sont plus, mot pour mot, dans le texte conservé : "
    "ils ont été omis.",
    lost="Réponse omise : elle n’a pas pu être vérifiée de nouveau",
    csv_separator=";",
    csv_columns=(
        "question",
        "numéro",
        "citation",
        "émetteur",
        "titre",
        "date",
        "lieu",
        "section",
        "adresse",
        "version",
        "début",
        "fin",
        "remarques",
    ),
    copy="Copier",
    copy_name="Copier la citation {marker} avec sa source",
    copied="Citation copiée",
    copy_refused="Le navigateur refuse la copie. Le texte est sélectionné : copiez-le d’ici.",
    export="Exporter cette réponse",
    as_docx="Document Word (DOCX)",
    as_html="Page web (HTML)",
    as_markdown="Texte Markdown",
    as_bibtex="Références BibTeX",
    as_ris="Références RIS (Zotero, EndNote)",
    as_csl="Références CSL-JSON",
    as_csv="Tableau des citations (CSV)",
    as_json="Données (JSON)",
)
EXPORT_EN = ExportTexts(
    title="Answers taken from the releases",
    made="Exported from Dépêche on {date}",
    legend="Between quotation marks: the releases’ own words, compared character by character with "
    "the stored text at the moment of export. All the rest is Dépêche’s.",
    prose="Written by Dépêche:",
    sources="Sources cited",
    quoted="“{words}”",
    section="section {section}",
    span="characters [{start}, {end}) of {version}",
    genre="Press release",
    other_language="quoted in {language}",
    superseded="version since replaced",
    altered="copy that differs from the official release",
    retired="release withdrawn from its source",
    left_out_one="One extract is no longer, word for word, in the stored text: it was left out.",
    left_out_many="{count} extracts are no longer, word for word, in the stored text: "
    "they were left out.",
    lost="Answer left out: it could not be verified again",
    csv_separator=",",
    csv_columns=(
        "question",
        "number",
        "quote",
        "issuer",
        "title",
        "date",
        "place",
        "section",
        "address",
        "version",
        "start",
        "end",
        "remarks",
    ),
    copy="Copy",
    copy_name="Copy quotation {marker} with its source",
    copied="Quotation copied",
    copy_refused="The browser refuses to copy. The text is selected: copy it from here.",
    export="Export this answer",
    as_docx="Word document (DOCX)",
    as_html="Web page (HTML)",
    as_markdown="Markdown text",
    as_bibtex="BibTeX references",
    as_ris="RIS references (Zotero, EndNote)",
    as_csl="CSL-JSON references",
    as_csv="Table of citations (CSV)",
    as_json="Data (JSON)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The strings of one language; `{name}` marks what is filled in."""

    language: str
    language_label: str
    language_names: tuple[str, str]  # French, English: as readers of this language call them

    library: LibraryTexts
    evaluation: EvaluationTexts
    status: StatusTexts
    export: ExportTexts

    pages_label: str
    page_chat: str
    page_library: str
    page_evaluation: str
    page_status: str

    welcome: str
    welcome_more: str
    examples_label: str
    examples: tuple[str, ...]
    example_other_language: str  # asked in the other language, to show that one can

    ask_placeholder: str
    searching: str
    new_conversation: str

    library_title: str
    library_none: str
    library_one: str
    library_many: str
    library_more: str
    updating: str

    history_title: str
    history_delete: str
    history_delete_all: str
    history_delete_confirm: str
    history_export: str
    history_lost: str
    understood: str
    writing: str
    verified: str

    answered: str
    partial: str
    declined: str
    extract_one: str
    extract_many: str
    confidence_high: str
    confidence_medium: str
    confidence_low: str
    cite: str
    quote_language: str
    today: str
    nearest: str
    nearest_open: str

    stands_superseded: str
    stands_altered: str
    stands_retired: str
    differs: str

    suggested: str
    suggested_instead: str

    opinion_sentence: str
    opinion_answer: str
    opinion_right: str
    opinion_wrong: str
    opinion_comment: str
    opinion_thanks: str
    opinion_lost: str

    link_copy: str
    link_question: str
    link_place: str
    link_copied: str
    link_gone: str
    link_version_gone: str
    link_nowhere: str

    source_title: str
    source_close: str
    source_text: str
    meta_section: str
    meta_date: str
    meta_city: str
    meta_issuer: str
    meta_version: str
    meta_kind: str
    kind_correction: str
    kind_update: str
    kind_reprise: str
    version_superseded: str
    version_altered: str
    version_retired: str
    open_successor: str
    open_official: str
    also_in: str
    conflict: str
    link: str
    no_section: str
    step_before: str
    step_after: str
    passage_position: str
    passage_before: str
    passage_after: str
    extract_position: str
    extract_before: str
    extract_after: str
    reader_keys: str

    own_skip: str
    own_send: str
    own_sidebar: str
    own_sidebar_open: str
    own_sidebar_close: str

    empty_title: str
    empty_text: str
    building_title: str
    building_text: str
    problem_title: str
    problem_detail: str
    problem_damaged: str
    problem_mismatch: str
    problem_locked: str
    problem_encoder: str
    problem_model: str
    problem_settings: str
    problem_history: str
    problem_citation: str
    problem_release_gone: str
    problem_other: str
    question_empty: str
    question_too_long: str

    months: tuple[str, ...]
    date_form: str
    first_of_month: str

    def format_date(self, day: date) -> str:
        """A date as prose of this language writes it."""
        number = self.first_of_month if day.day == 1 else str(day.day)
        return self.date_form.format(day=number, month=self.months[day.month - 1], year=day.year)

    def language_name(self, code: str) -> str:
        """What this language calls a language; its code when it is neither French nor English."""
        return dict(zip(("fr", "en"), self.language_names, strict=True)).get(code, code)


FRENCH = _french(
    Texts,
    language="fr",
    language_label="Langue de l’interface",
    language_names=("français", "anglais"),
    library=LIBRARY_FR,
    evaluation=EVALUATION_FR,
    status=STATUS_FR,
    export=EXPORT_FR,
    pages_label="Pages",
    page_chat="Questions",
    page_library="Bibliothèque",
    page_evaluation="Évaluation",
    page_status="Réglages",
    welcome="Que disent les communiqués ?",
    welcome_more="Posez votre question : la réponse est faite des mots mêmes des communiqués, "
    "et chaque extrait s’ouvre à sa place dans le texte.",
    examples_label="Par exemple",
    examples=(
        "Qui représentait les États-Unis ?",
        "Quand et où le forum a-t-il eu lieu ?",
        "Que disent les ministres du fentanyl ?",
    ),
    example_other_language="What did the ministers say about artificial intelligence?",
    ask_placeholder="Posez une question sur les communiqués",
    searching="Recherche dans les communiqués…",
    new_conversation="Nouvelle conversation",
    library_title="Bibliothèque",
    library_none="aucun communiqué",
    library_one="1 communiqué",
    library_many="{count} communiqués",
    library_more="et {count} de plus",
    updating="Mise à jour de la bibliothèque en cours ; vous pouvez déjà poser vos questions.",
    history_title="Vos conversations",
    history_delete="Supprimer la conversation : {title}",
    history_delete_all="Tout supprimer",
    history_delete_confirm="Supprimer toutes les conversations",
    history_export="Exporter la conversation",
    history_lost="Réponses qui ne sont plus montrées, faute d’avoir pu être vérifiées de nouveau : "
    "{count}. Posez les questions de nouveau.",
    understood="Comprise ainsi : {question}",
    writing="Le modèle de langue écrit ; ce qui suit n’est pas encore vérifié.",
    verified="vérifié",
    answered="Réponse",
    partial="Réponse partielle",
    declined="Sans réponse dans les communiqués",
    extract_one="1 extrait",
    extract_many="{count} extraits",
    confidence_high="confiance élevée",
    confidence_medium="confiance moyenne",
    confidence_low="confiance faible",
    cite="{marker} · {where}",
    quote_language="Cité en {language}, langue du communiqué",
    today="«\u00a0Aujourd’hui\u00a0»\u00a0: le {date}",
    nearest="Passages les plus proches ({count})",
    nearest_open="Voir à sa place · {where}",
    stands_superseded="Cité d’une version remplacée depuis",
    stands_altered="Cité d’une copie qui diffère du communiqué officiel",
    stands_retired="Cité d’un communiqué retiré depuis",
    differs="Un autre communiqué en diffère",
    suggested="Pour continuer",
    suggested_instead="Les communiqués répondent à ces questions",
    opinion_sentence="Votre avis sur la phrase {number}",
    opinion_answer="Votre avis sur cette réponse",
    opinion_right="Juste",
    opinion_wrong="À revoir",
    opinion_comment="Un commentaire ? Mettez entre guillemets les mots justes du communiqué.",
    opinion_thanks="Merci, c’est noté.",
    opinion_lost="Cet avis n’a pas pu être noté : la conversation n’est plus gardée.",
    link_copy="Copier le lien",
    link_question="Copier le lien de cette question",
    link_place="Copier le lien de ce passage",
    link_copied="Lien copié",
    link_gone="Le lien suivi désigne un communiqué qui n’est pas dans cette bibliothèque.",
    link_version_gone="Le lien suivi désigne une version qui n’est pas dans cette bibliothèque ; "
    "voici celle qui est en vigueur.",
    link_nowhere="Le lien suivi ne désigne aucun passage de ce communiqué ; le voici à son début.",
    source_title="Communiqué",
    source_close="Fermer",
    source_text="Texte du communiqué",
    meta_section="Section",
    meta_date="Date",
    meta_city="Lieu",
    meta_issuer="Émetteur",
    meta_version="Version",
    meta_kind="Nature",
    kind_correction="correction",
    kind_update="mise à jour",
    kind_reprise="reprise",
    version_superseded="version remplacée depuis",
    version_altered="copie qui diffère du communiqué officiel ; elle n’est plus citée",
    version_retired="retirée de sa source ; elle n’est plus citée",
    open_successor="Ouvrir la version en vigueur",
    open_official="Ouvrir le communiqué officiel",
    also_in="Aussi en {language} : {title}",
    conflict="À comparer, car il diffère : {title}",
    link="Lire le communiqué à sa source",
    no_section="Début du communiqué",
    step_before="‹ Précédent",
    step_after="Suivant ›",
    passage_position="Passage {at} sur {count}",
    passage_before="Passage précédent",
    passage_after="Passage suivant",
    extract_position="Extrait {at} sur {count}",
    extract_before="Extrait précédent",
    extract_after="Extrait suivant",
    reader_keys="Au clavier, dans le communiqué : ← → d’un passage à l’autre, "
    "Maj + ← → d’un extrait à l’autre, Échap pour fermer.",
    own_skip="Aller au contenu",
    own_send="Envoyer la question",
    own_sidebar="Panneau latéral",
    own_sidebar_open="Déplier le panneau latéral",
    own_sidebar_close="Replier le panneau latéral",
    empty_title="La bibliothèque est vide",
    empty_text="Ajoutez des communiqués avec la commande ci-dessous ; "
    "cette page s’ouvrira d’elle-même dès qu’ils seront prêts.",
    building_title="Préparation de la bibliothèque",
    building_text="Les communiqués sont lus et indexés. "
    "Cette page s’ouvrira d’elle-même dès qu’ils seront prêts.",
    problem_title="Impossible de répondre pour l’instant",
    problem_detail="Détail technique",
    problem_damaged="La bibliothèque est endommagée. Le détail technique dit comment la réparer.",
    problem_mismatch="La bibliothèque a été construite avec un autre modèle ou un autre "
    "découpage. Reconstruisez-la avec « python cli.py ingest ».",
    problem_locked="Un autre programme écrit dans la bibliothèque. Réessayez dans un instant.",
    problem_encoder="Le modèle de recherche ne peut pas être chargé. "
    "Vérifiez le réglage DEPECHE_ENCODER.",
    problem_model="Le modèle de langue n’a pas répondu. Réessayez, ou retirez DEPECHE_CHAT_MODEL.",
    problem_settings="Un réglage ne peut pas être utilisé. Corrigez-le, puis rechargez la page.",
    problem_history="Les conversations gardées ne peuvent pas être lues. "
    "Le détail technique dit comment y remédier.",
    problem_citation="La réponse a été retenue : une de ses citations ne correspond pas "
    "mot pour mot au texte du communiqué.",
    problem_release_gone="Ce communiqué n’est plus dans la bibliothèque.",
    problem_other="Une erreur est survenue. Réessayez ; si elle persiste, "
    "transmettez le détail technique ci-dessous.",
    question_empty="La question est vide. Écrivez-en une.",
    question_too_long="La question compte {length} caractères ; {limit} au plus sont lus. "
    "Raccourcissez-la.",
    months=tuple(
        "janvier février mars avril mai juin "
        "juillet août septembre octobre novembre décembre".split()
    ),
    date_form="{day} {month} {year}",
    first_of_month="1er",
)

ENGLISH = Texts(
    language="en",
    language_label="Interface language",
    language_names=("French", "English"),
    library=LIBRARY_EN,
    evaluation=EVALUATION_EN,
    status=STATUS_EN,
    export=EXPORT_EN,
    pages_label="Pages",
    page_chat="Ask",
    page_library="Library",
    page_evaluation="Evaluation",
    page_status="Settings",
    welcome="What do the releases say?",
    welcome_more="Ask a question: the answer is made of the releases’ own words, "
    "and every extract opens in its place in the text.",
    examples_label="For example",
    examples=(
        "Who represented the United States?",
        "When and where did the forum take place?",
        "What did the ministers say about artificial intelligence?",
    ),
    example_other_language="Que disent les ministres du fentanyl\u202f?",
    ask_placeholder="Ask a question about the releases",
    searching="Searching the releases…",
    new_conversation="New conversation",
    library_title="Library",
    library_none="no releases",
    library_one="1 release",
    library_many="{count} releases",
    library_more="and {count} more",
    updating="The library is being updated; you can ask already.",
    history_title="Your conversations",
    history_delete="Delete the conversation: {title}",
    history_delete_all="Delete all",
    history_delete_confirm="Delete every conversation",
    history_export="Export the conversation",
    history_lost="Answers no longer shown, since they could not be verified again: {count}. "
    "Ask the questions again.",
    understood="Understood as: {question}",
    writing="The language model is writing; what follows is not verified yet.",
    verified="verified",
    answered="Answer",
    partial="Partial answer",
    declined="Not answered in the releases",
    extract_one="1 extract",
    extract_many="{count} extracts",
    confidence_high="high confidence",
    confidence_medium="medium confidence",
    confidence_low="low confidence",
    cite="{marker} · {where}",
    quote_language="Quoted in {language}, the language of the release",
    today="“Today”: {date}",
    nearest="Nearest passages ({count})",
    nearest_open="See in its place · {where}",
    stands_superseded="Quoted from a version since replaced",
    stands_altered="Quoted from a copy that differs from the official release",
    stands_retired="Quoted from a release since retired",
    differs="Another release differs from it",
    suggested="To go on",
    suggested_instead="The releases answer these questions",
    opinion_sentence="Your opinion on sentence {number}",
    opinion_answer="Your opinion on this answer",
    opinion_right="Right",
    opinion_wrong="Not right",
    opinion_comment="A comment? Put the right words of the release between quotation marks.",
    opinion_thanks="Thank you, noted.",
    opinion_lost="This could not be noted: the conversation is no longer kept.",
    link_copy="Copy the link",
    link_question="Copy the link to this question",
    link_place="Copy the link to this passage",
    link_copied="Link copied",
    link_gone="The link that you followed names a release that is not in this library.",
    link_version_gone="The link that you followed names a version that is not in this library; "
    "this is the one in force.",
    link_nowhere="The link that you followed names no passage of this release; "
    "this is its beginning.",
    source_title="Release",
    source_close="Close",
    source_text="Text of the release",
    meta_section="Section",
    meta_date="Date",
    meta_city="Place",
    meta_issuer="Issuer",
    meta_version="Version",
    meta_kind="Kind",
    kind_correction="correction notice",
    kind_update="update",
    kind_reprise="repeat",
    version_superseded="since replaced",
    version_altered="a copy that differs from the official release; no longer quoted",
    version_retired="gone from its source; no longer quoted",
    open_successor="Open the version in force",
    open_official="Open the official release",
    also_in="Also in {language}: {title}",
    conflict="To compare, since it differs: {title}",
    link="Read the release at its source",
    no_section="Opening of the release",
    step_before="‹ Previous",
    step_after="Next ›",
    passage_position="Passage {at} of {count}",
    passage_before="Previous passage",
    passage_after="Next passage",
    extract_position="Extract {at} of {count}",
    extract_before="Previous extract",
    extract_after="Next extract",
    reader_keys="By keyboard, in the release: ← → from passage to passage, "
    "Shift + ← → from extract to extract, Esc to close.",
    own_skip="Skip to the content",
    own_send="Send the question",
    own_sidebar="Side panel",
    own_sidebar_open="Unfold the side panel",
    own_sidebar_close="Fold the side panel",
    empty_title="The library is empty",
    empty_text="Add releases with the command below; this page will open by itself "
    "as soon as they are ready.",
    building_title="Preparing the library",
    building_text="The releases are being read and indexed. "
    "This page will open by itself as soon as they are ready.",
    problem_title="No answer is possible right now",
    problem_detail="Technical detail",
    problem_damaged="The library is damaged. The technical detail says how to mend it.",
    problem_mismatch="The library was built with another model or another chunking. "
    "Rebuild it with “python cli.py ingest”.",
    problem_locked="Another program is writing to the library. Try again in a moment.",
    problem_encoder="The search model cannot be loaded. Check the setting DEPECHE_ENCODER.",
    problem_model="The language model did not answer. Try again, or unset DEPECHE_CHAT_MODEL.",
    problem_settings="A setting cannot be used. Correct it, then reload the page.",
    problem_history="The stored conversations cannot be read. "
    "The technical detail says what to do.",
    problem_citation="The answer was withheld: one of its citations is not, "
    "word for word, the text of the release.",
    problem_release_gone="This release is no longer in the library.",
    problem_other="Something went wrong. Try again; if it persists, "
    "pass on the technical detail below.",
    question_empty="The question is empty. Type one.",
    question_too_long="The question has {length} characters; at most {limit} are read. Shorten it.",
    months=tuple(
        "January February March April May June "
        "July August September October November December".split()
    ),
    date_form="{month} {day}, {year}",
    first_of_month="1",
)

LANGUAGES = {"fr": FRENCH, "en": ENGLISH}
