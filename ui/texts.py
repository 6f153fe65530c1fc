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

from language import MONTHS, spelled

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
    table_caption: str
    search: str
    search_hint: str
    date_from: str
    date_to: str
    filter_issuer: str
    filter_language: str
    filter_state: str
    sort: str
    sort_newest: str
    sort_oldest: str
    sort_title: str
    sort_arrival: str
    filter_all: str
    filter_all_languages: str
    clear: str
    more_filters: str
    found_none: str
    found_one: str
    found_many: str
    shown_range: str
    pages_label: str
    page_before: str
    page_after: str
    column_date: str
    column_title: str
    column_issuer: str
    column_language: str
    column_state: str
    column_versions: str
    no_date: str
    state_current: str
    state_corrected: str
    state_conflict: str
    state_altered: str
    state_superseded: str
    state_retired: str
    state_removed: str
    hint_altered: str
    hint_superseded: str
    hint_retired: str
    hint_removed: str
    hint_conflict: str
    to_list: str
    to_timeline: str
    to_table: str
    ask_about: str
    contents: str
    particulars: str
    versions_title: str
    version_of: str
    version_stored: str
    version_open: str
    version_shown: str
    version_diff: str
    translations_title: str
    conflicts_title: str
    compare: str
    addresses_title: str
    compare_with: str
    compare_choose: str
    compare_cancel: str
    compare_title: str
    compare_versions: str
    compare_only: str
    compare_legend: str
    compare_gone: str
    compare_more: str
    compare_counts: str
    compare_swap: str
    compare_long: str
    compare_missing: str
    mark_same: str
    mark_changed: str
    mark_removed: str
    mark_added: str
    no_heading: str
    absent: str
    timeline_title: str
    timeline_undated: str
    months_short: tuple[str, ...]
    timeline_all: str
    remove: str
    remove_ask: str
    remove_confirm: str
    removed_done: str
    restore: str
    restore_ask: str
    restore_confirm: str
    restored_done: str
    not_done: str
    restore_blocked: str
    read_only: str
    empty: str
    add_title: str
    add_files: str
    add_files_hint: str
    add_replace: str
    add_files_go: str
    add_addresses: str
    add_addresses_hint: str
    add_addresses_go: str
    add_nothing: str
    add_too_many: str
    add_not_address: str
    add_busy: str
    add_too_often: str
    run_title: str
    run_waiting: str
    run_step: str
    run_writing: str
    run_stop: str
    run_stopping: str
    run_stopped: str
    run_failed: str
    report_title: str
    report_close: str
    report_added: str
    report_updated: str
    report_unchanged: str
    report_retired: str
    report_failed: str
    report_conflicts: str
    report_size: str
    reasons: tuple[str, ...]  # what ingest says, in English, and the same in French


LIBRARY_FR = _french(
    LibraryTexts,
    title="Les communiqués de la bibliothèque",
    table_caption="Communiqués, un par ligne",
    search="Chercher",
    search_hint="Titre, émetteur, mots du texte",
    date_from="Du",
    date_to="Au",
    filter_issuer="Émetteur",
    filter_language="Langue",
    filter_state="État",
    sort="Trier par",
    sort_newest="les plus récents",
    sort_oldest="les plus anciens",
    sort_title="titre",
    sort_arrival="derniers arrivés",
    filter_all="tous",
    filter_all_languages="toutes",
    clear="Effacer les filtres",
    more_filters="Filtrer et trier",
    found_none="Aucun communiqué ne correspond.",
    found_one="1 communiqué",
    found_many="{count} communiqués",
    shown_range="{first} à {last}",
    pages_label="Pages de la liste",
    page_before="Page précédente",
    page_after="Page suivante",
    column_date="Date",
    column_title="Titre",
    column_issuer="Émetteur et ville",
    column_language="Langue",
    column_state="État",
    column_versions="Versions",
    no_date="sans date",
    state_current="en vigueur",
    state_corrected="corrigé",
    state_conflict="en conflit",
    state_altered="copie altérée",
    state_superseded="remplacé",
    state_retired="disparu de sa source",
    state_removed="retiré",
    hint_altered="Cette copie diffère d’un communiqué qui passe avant elle ; aucune réponse ne "
    "la cite.",
    hint_superseded="Cette version n’est plus en vigueur ; ses mots restent citables dans les "
    "conversations d’alors.",
    hint_retired="Sa source ne l’offre plus : aucune nouvelle réponse ne le cite.",
    hint_removed="Retiré de l’usage : aucune réponse ne le cite, et aucune ingestion ne le "
    "ramène. Ses mots restent citables dans les anciennes conversations.",
    hint_conflict="Un autre communiqué dit presque la même chose avec d’autres mots ou "
    "d’autres chiffres : comparez avant de citer.",
    to_list="Retour à la liste",
    to_timeline="Chronologie",
    to_table="Liste",
    ask_about="Interroger ce communiqué",
    contents="Sommaire",
    particulars="Renseignements",
    versions_title="Versions",
    version_of="version {version}",
    version_stored="reçue le {date}",
    version_open="Lire cette version",
    version_shown="version affichée",
    version_diff="Ce qui a changé",
    translations_title="Traductions",
    conflicts_title="En conflit avec",
    compare="Comparer",
    addresses_title="Trouvé à",
    compare_with="Comparer avec un autre communiqué",
    compare_choose="Choisissez dans la liste le communiqué à comparer avec « {name} ».",
    compare_cancel="Ne pas comparer",
    compare_title="Deux communiqués côte à côte",
    compare_versions="Deux versions côte à côte",
    compare_only="Seulement ce qui diffère",
    compare_legend="Légende",
    compare_gone="mots de A qui ne sont pas dans B (barrés)",
    compare_more="mots de B qui ne sont pas dans A (soulignés)",
    compare_counts="Phrases pareilles : {same} ; modifiées : {changed} ; seulement dans A : "
    "{removed} ; seulement dans B : {added}.",
    compare_swap="Échanger A et B",
    compare_long="Ces deux textes sont trop longs pour être comparés ici. En ligne de commande "
    ": python cli.py diff.",
    compare_missing="L’un des deux communiqués n’est pas dans la bibliothèque.",
    mark_same="pareil",
    mark_changed="modifié",
    mark_removed="seulement dans A",
    mark_added="seulement dans B",
    no_heading="(avant le premier titre)",
    absent="—",
    timeline_title="Les communiqués dans le temps",
    timeline_undated="Sans date : {count}",
    months_short=tuple("janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.".split()),
    timeline_all="Voir le mois dans la liste",
    remove="Retirer…",
    remove_ask="Retirer ce communiqué de l’usage ? Aucune réponse ne le citera plus, et aucune "
    "ingestion ne le ramènera. Ses mots restent citables dans les anciennes conversations ; "
    "vous pourrez le remettre en usage.",
    remove_confirm="Oui, le retirer",
    removed_done="Le communiqué est retiré.",
    restore="Remettre en usage…",
    restore_ask="Remettre ce communiqué en usage, tel qu’il était ? De nouvelles réponses "
    "pourront le citer.",
    restore_confirm="Oui, le remettre en usage",
    restored_done="Le communiqué est de nouveau en usage.",
    not_done="Rien n’a été changé : {why}",
    restore_blocked="un autre communiqué, arrivé depuis, a pris sa place ; retirez d’abord "
    "celui-là.",
    read_only="Cette bibliothèque est en lecture seule : rien ne s’y ajoute ni ne s’en retire ici.",
    empty="La bibliothèque est vide. Ajoutez un premier communiqué.",
    add_title="Ajouter des communiqués",
    add_files="Fichiers",
    add_files_hint="Texte, Markdown, HTML, PDF, DOCX ou courriel ; {limit} Mo au plus par "
    "fichier, {count} fichiers à la fois.",
    add_replace="Remplacer les fichiers de même nom, comme nouvelle version",
    add_files_go="Ajouter les fichiers",
    add_addresses="Adresses",
    add_addresses_hint="Une adresse par ligne : une page, un fil ou un plan de site.",
    add_addresses_go="Ajouter les adresses",
    add_nothing="Choisissez au moins un fichier, ou écrivez au moins une adresse.",
    add_too_many="Au plus {count} à la fois ; il y en a {given}.",
    add_not_address="Ce n’est pas une adresse web : {line}",
    add_busy="Un ajout est déjà en cours. Attendez sa fin, puis recommencez.",
    add_too_often="Au plus {limit} ajouts par heure. Réessayez dans {minutes} min.",
    run_title="Ajout en cours",
    run_waiting="Préparation…",
    run_step="{done} sur {total} · {what}",
    run_writing="Écriture dans la bibliothèque…",
    run_stop="Arrêter",
    run_stopping="Arrêt demandé…",
    run_stopped="L’ajout est arrêté ; rien n’a été changé.",
    run_failed="L’ajout n’a pas eu lieu ; la bibliothèque est comme avant.",
    report_title="Ce qui a été fait",
    report_close="Fermer le rapport",
    report_added="Ajoutés",
    report_updated="Mis à jour",
    report_unchanged="Inchangés",
    report_retired="Disparus",
    report_failed="Refusés",
    report_conflicts="Conflits",
    report_size="Passages dans la bibliothèque : {count}",
    reasons=(
        "nouveau",
        "retrouvé",
        "les mêmes octets",
        "retiré à la main : il reste dehors jusqu’à ce qu’il soit remis en usage",
        "ses mots ont changé ; la version d’avant reste citable",
        "les mêmes mots, d’autres espaces",
        "les mêmes mots",
        "les mêmes mots, lus avec d’autres renseignements",
        "une version antérieure ; une plus récente est en vigueur",
        "les mêmes mots que {name}, même adresse",
        "remplace les mots de {name}",
        "une version antérieure de {name}",
        "la même source est maintenant un autre communiqué",
        "corrige {name}",
        "l’adresse officielle de {name}",
        "une copie de {name} : un seul communiqué, une adresse de plus",
        "diffère de {name}, qui est officiel, sans être marqué comme une correction : gardé, "
        "jamais cité",
        "diffère de {name}, un fichier à vous, sans être marqué comme une correction : gardé, "
        "jamais cité",
        "diffère de {name} sans être marqué comme une correction, comme {count} autres : "
        "gardé, jamais cité",
        "diffère de {name}, qui n’est pas officiel et n’est plus cité, sans être marqué comme "
        "une correction",
        "diffère de {name}, qui n’est pas un fichier à vous et n’est plus cité, sans être "
        "marqué comme une correction",
        "diffère de {name} sans être marqué comme une correction",
        "a disparu de sa source",
        "a disparu, mais se trouve encore ailleurs",
        "est le même communiqué que {name}, avec d’autres mots ; gardez un seul des deux fichiers",
        "vide ; donnez un fichier qui contient le texte du communiqué",
        "ne contient aucun texte ; donnez un fichier qui contient celui du communiqué",
        "aucune phrase n’y a été trouvée ; donnez le texte du communiqué",
        "{size} Mo, plus que les {limit} Mo qui sont lus ; scindez-le ou relevez "
        "DEPECHE_MAX_SOURCE_MB",
        "plus que les {limit} Mo qui sont lus ; voyez DEPECHE_MAX_SOURCE_MB",
        "plus que les {limit} Mo qui sont lus",
        "les fichiers de ce type ne sont pas lus ; donnez-en un parmi {kinds}",
        "un fichier binaire ; donnez le texte, le HTML, le PDF ou le DOCX du communiqué",
        "un fichier binaire ou de l’UTF-16 sans marque ; enregistrez-le en texte UTF-8",
        "l’octet {place} n’est ni de l’UTF-8 ni du {encoding} ; enregistrez le fichier en UTF-8",
        "un PDF protégé ; ôtez son mot de passe, puis recommencez",
        "endommagé, ou pas un PDF ; exportez-le de nouveau",
        "aucun texte dans ce PDF, sans doute numérisé ; passez-le d’abord à la reconnaissance "
        "de caractères",
        "ce PDF ne dit pas quelles lettres il montre ; passez-le à la reconnaissance de "
        "caractères ou prenez un autre fichier",
        "endommagé, ou pas un DOCX ; ouvrez-le dans un traitement de texte et enregistrez-le "
        "de nouveau",
        "protégé, ou de l’ancien format .doc ; ôtez le mot de passe et enregistrez-le en .docx",
        "le lire prend plus de {seconds} s ; exportez-le de nouveau ou relevez "
        "DEPECHE_PARSE_SECONDS",
        "un courriel sans texte ; donnez sa pièce jointe ou ses mots dans un fichier",
        "un courriel endommagé ; enregistrez son texte dans un fichier",
        "le serveur répond {status} : cette page n’existe pas",
        "le serveur répond {status} : la page a été retirée",
        "le serveur répond {status} : elle ne nous est pas ouverte ; enregistrez la page et "
        "donnez le fichier",
        "le serveur répond {status} ; réessayez plus tard",
        "le serveur répond {status} : vérifiez l’adresse",
        "ne répond pas à temps ; vérifiez l’adresse ou réessayez plus tard",
        "injoignable ({why}) ; vérifiez l’adresse ou réessayez plus tard",
        "met trop de temps à répondre ; réessayez plus tard",
        "la réponse s’est interrompue ou n’est pas du HTTP ; réessayez plus tard",
        "le fichier robots.txt du site ne le permet pas ; enregistrez la page et donnez le fichier",
        "mène à {host}, qui est cette machine ou un réseau privé ; si c’est voulu, nommez son "
        "hôte dans DEPECHE_PRIVATE_HOSTS",
        "son hôte est un nombre déguisé ; donnez l’hôte par son nom",
        "contient un nom d’utilisateur, qui cache l’hôte ; donnez l’adresse sans lui",
        "{scheme} : ne se lit pas ; seules http et https se lisent",
        "le port {port} ne sert pas de pages web ; donnez l’adresse d’une page",
        "adresse web non valide ; vérifiez son hôte",
        "adresse web non valide ; vérifiez son hôte et son port",
        "ne nomme aucun hôte à qui demander ; vérifiez l’adresse",
    ),
)
LIBRARY_EN = LibraryTexts(
    title="The releases of the library",
    table_caption="Releases, one a line",
    search="Search",
    search_hint="Title, issuer, words of the text",
    date_from="From",
    date_to="To",
    filter_issuer="Issued by",
    filter_language="Language",
    filter_state="State",
    sort="Sort by",
    sort_newest="newest first",
    sort_oldest="oldest first",
    sort_title="title",
    sort_arrival="last to come in",
    filter_all="all",
    filter_all_languages="all of them",
    clear="Clear the filters",
    more_filters="Filter and sort",
    found_none="No release fits.",
    found_one="1 release",
    found_many="{count} releases",
    shown_range="{first} to {last}",
    pages_label="Pages of the list",
    page_before="Previous page",
    page_after="Next page",
    column_date="Date",
    column_title="Title",
    column_issuer="Issuer and city",
    column_language="Language",
    column_state="State",
    column_versions="Versions",
    no_date="no date",
    state_current="current",
    state_corrected="corrected",
    state_conflict="in conflict",
    state_altered="altered copy",
    state_superseded="superseded",
    state_retired="gone from its source",
    state_removed="removed",
    hint_altered="This copy differs from a release that comes before it; no answer quotes it.",
    hint_superseded="This version is no longer current; its words stay citable in the "
    "conversations of its time.",
    hint_retired="Its source offers it no more: no new answer quotes it.",
    hint_removed="Taken out of use: no answer quotes it, and no ingest brings it back. Its "
    "words stay citable in old conversations.",
    hint_conflict="Another release says nearly the same with other words or figures: compare "
    "before you quote.",
    to_list="Back to the list",
    to_timeline="Timeline",
    to_table="List",
    ask_about="Ask about this release",
    contents="Contents",
    particulars="Particulars",
    versions_title="Versions",
    version_of="version {version}",
    version_stored="came in on {date}",
    version_open="Read this version",
    version_shown="shown here",
    version_diff="What changed",
    translations_title="Translations",
    conflicts_title="In conflict with",
    compare="Compare",
    addresses_title="Found at",
    compare_with="Compare with another release",
    compare_choose="Choose from the list the release to compare with “{name}”.",
    compare_cancel="Do not compare",
    compare_title="Two releases side by side",
    compare_versions="Two versions side by side",
    compare_only="Only what differs",
    compare_legend="Legend",
    compare_gone="words of A that are not in B (struck through)",
    compare_more="words of B that are not in A (underlined)",
    compare_counts="Sentences alike: {same}; changed: {changed}; only in A: {removed}; only in "
    "B: {added}.",
    compare_swap="Swap A and B",
    compare_long="These two texts are too long to be compared here. On the command line: "
    "python cli.py diff.",
    compare_missing="One of the two releases is not in the library.",
    mark_same="alike",
    mark_changed="changed",
    mark_removed="only in A",
    mark_added="only in B",
    no_heading="(before the first heading)",
    absent="–",
    timeline_title="The releases over time",
    timeline_undated="Without a date: {count}",
    months_short=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    timeline_all="See the month in the list",
    remove="Remove…",
    remove_ask="Take this release out of use? No answer will quote it, and no ingest will "
    "bring it back. Its words stay citable in old conversations; you can restore it.",
    remove_confirm="Yes, remove it",
    removed_done="The release is removed.",
    restore="Restore…",
    restore_ask="Bring this release back as it was? New answers may quote it.",
    restore_confirm="Yes, restore it",
    restored_done="The release is in use again.",
    not_done="Nothing was changed: {why}",
    restore_blocked="another release, which came in since, has taken its place; remove that "
    "one first.",
    read_only="This library is read-only: nothing is added or removed here.",
    empty="The library is empty. Add a first release.",
    add_title="Add releases",
    add_files="Files",
    add_files_hint="Text, Markdown, HTML, PDF, DOCX or mail; at most {limit} MB a file, "
    "{count} files at a time.",
    add_replace="Replace files of the same name, as a new version",
    add_files_go="Add the files",
    add_addresses="Addresses",
    add_addresses_hint="One address a line: a page, a feed or a sitemap.",
    add_addresses_go="Add the addresses",
    add_nothing="Choose at least one file, or write at least one address.",
    add_too_many="At most {count} at a time; there are {given}.",
    add_not_address="This is no web address: {line}",
    add_busy="Releases are being added already. Wait until that is done, then try again.",
    add_too_often="At most {limit} additions an hour. Try again in {minutes} min.",
    run_title="Adding",
    run_waiting="Preparing…",
    run_step="{done} of {total} · {what}",
    run_writing="Writing to the library…",
    run_stop="Stop",
    run_stopping="Stopping…",
    run_stopped="Adding was stopped; nothing was changed.",
    run_failed="Nothing was added; the library is as it was.",
    report_title="What was done",
    report_close="Close the report",
    report_added="Added",
    report_updated="Updated",
    report_unchanged="Unchanged",
    report_retired="Retired",
    report_failed="Refused",
    report_conflicts="Conflicts",
    report_size="Passages in the library: {count}",
    reasons=(
        "new",
        "found again",
        "the same bytes",
        "removed by hand: it stays out until it is restored",
        "its words changed; the version before stays citable",
        "the same words, other spaces",
        "the same words",
        "the same words, read with other details",
        "an earlier version; a later one is current",
        "the same words as {name}, same address",
        "supersedes the words of {name}",
        "an earlier version of {name}",
        "the same source is another release now",
        "corrects {name}",
        "the official address of {name}",
        "a copy of {name}: one release, one address more",
        "differs from {name} without being marked as a correction, which is official: kept, "
        "not quoted",
        "differs from {name} without being marked as a correction, which is a file of yours: "
        "kept, not quoted",
        "differs from {name} without being marked as a correction, as {count} others do: kept, "
        "not quoted",
        "differs from {name} without being marked as a correction, which is not official and "
        "is no longer quoted",
        "differs from {name} without being marked as a correction, which is not a file of "
        "yours and is no longer quoted",
        "differs from {name} without being marked as a correction",
        "gone from its source",
        "gone, but still found elsewhere",
        "is the same release as {name} but has other words; keep one of the two files",
        "empty; give a file with the words of the release",
        "holds no text; give a file with the words of the release",
        "no sentence was found in it; give the text of the release",
        "{size} MB, more than the {limit} MB that are read; split it or raise "
        "DEPECHE_MAX_SOURCE_MB",
        "more than the {limit} MB that are read; see DEPECHE_MAX_SOURCE_MB",
        "more than the {limit} MB that are read",
        "files of this type are not read; give one of {kinds}",
        "this is a binary file; give the text, HTML, PDF or DOCX of the release",
        "this is a binary file or UTF-16 without BOM; save it as UTF-8 text",
        "byte {place} is neither UTF-8 nor {encoding}; save the file as UTF-8",
        "encrypted PDF; remove its password and try again",
        "damaged, or no PDF at all; export it again",
        "no text in this PDF, it looks like a scan; run it through OCR first",
        "this PDF does not say which letters it shows; run it through OCR or take another file",
        "damaged, or no DOCX file; open it in a word processor and save it again",
        "encrypted or in the old .doc format; remove the password, save it as .docx",
        "reading it takes more than {seconds} s; export it again, or raise DEPECHE_PARSE_SECONDS",
        "a mail without text; give its attachment or its words as a file",
        "a mail that is damaged; save its text as a file",
        "the server answers {status}: there is no such page",
        "the server answers {status}: the page was taken down",
        "the server answers {status}: it is not open to us; save the page and give the file",
        "the server answers {status}; try again later",
        "the server answers {status}: check the address",
        "cannot be reached (no answer in time); check the address or try later",
        "cannot be reached ({why}); check the address or try later",
        "took too long to answer; try again later",
        "the answer broke off or is no HTTP; try again later",
        "the site's robots.txt does not allow it; save the page and give the file",
        "leads to {host}, which is this machine or a private network; if it is meant, name its "
        "host in DEPECHE_PRIVATE_HOSTS",
        "its host is a number in disguise; give the host by its name",
        "holds a user name, which hides the host; give the address without it",
        "{scheme}: is not fetched; only http and https are",
        "port {port} serves no web pages; give the address of a page",
        "no valid web address; check its host",
        "no valid web address; check its host and port",
        "names no host that can be asked; check the address",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTexts:
    """What the measures of `evaluation.scoring` are called; `@` is `_at_` here."""

    passed: str
    hit_at_1: str
    hit_at_5: str
    mrr: str
    ndcg_at_10: str
    citation_recall: str
    citation_precision: str
    answer_correctness: str
    abstention_precision: str
    abstention_recall: str
    over_refusal: str
    partial_unanswerable: str
    auroc: str


METRICS_FR = _french(
    MetricTexts,
    passed="Questions réussies",
    hit_at_1="Bonne phrase en tête",
    hit_at_5="Bonne phrase dans les cinq premières",
    mrr="Rang réciproque moyen (MRR)",
    ndcg_at_10="Ordre des dix premières (nDCG@10)",
    citation_recall="Extraits attendus cités",
    citation_precision="Citations pertinentes",
    answer_correctness="Mots attendus présents",
    abstention_precision="Refus justifiés",
    abstention_recall="Questions sans réponse déclinées",
    over_refusal="Refus à tort (moins vaut mieux)",
    partial_unanswerable="Réponses partielles à tort (moins vaut mieux)",
    auroc="Confiance qui départage (AUROC)",
)
METRICS_EN = MetricTexts(
    passed="Questions passed",
    hit_at_1="Right sentence first",
    hit_at_5="Right sentence in the first five",
    mrr="Mean reciprocal rank (MRR)",
    ndcg_at_10="Order of the first ten (nDCG@10)",
    citation_recall="Expected extracts cited",
    citation_precision="Relevant citations",
    answer_correctness="Expected words present",
    abstention_precision="Justified refusals",
    abstention_recall="Unanswerable questions declined",
    over_refusal="Wrong refusals (lower is better)",
    partial_unanswerable="Wrong partial answers (lower is better)",
    auroc="Confidence that tells apart (AUROC)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyTexts:
    """Why a question failed: the reasons of `evaluation.scoring.Why`."""

    error: str
    misquoted: str
    wrongly_declined: str
    wrongly_answered: str
    partly_answered: str
    not_retrieved: str
    not_chosen: str
    misses_mention: str


WHY_FR = _french(
    WhyTexts,
    error="a fini en erreur",
    misquoted="citation inexacte",
    wrongly_declined="déclinée à tort",
    wrongly_answered="répondue alors que les communiqués n’en disent rien",
    partly_answered="répondue en partie alors que les communiqués n’en disent rien",
    not_retrieved="bonne phrase non trouvée",
    not_chosen="bonne phrase trouvée, non citée",
    misses_mention="mots attendus absents",
)
WHY_EN = WhyTexts(
    error="ended in an error",
    misquoted="inexact quotation",
    wrongly_declined="wrongly declined",
    wrongly_answered="answered although the releases say nothing of it",
    partly_answered="partly answered although the releases say nothing of it",
    not_retrieved="right sentence not found",
    not_chosen="right sentence found, not cited",
    misses_mention="expected words missing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeTexts:
    """What the types of questions are called; a type that is not here keeps its own name."""

    comparison: str
    contact: str
    definition: str
    follow_up: str
    how: str
    how_many: str
    instruction: str
    list: str
    new_topic: str
    opening: str
    other: str
    standalone: str
    summary: str
    two_part: str
    when: str
    where: str
    what: str
    which: str
    who: str
    why: str
    yes_no: str


TYPES_FR = _french(
    TypeTexts,
    comparison="comparaison",
    contact="coordonnées",
    definition="définition",
    follow_up="question de suite",
    how="comment",
    how_many="combien",
    instruction="consigne",
    list="liste",
    new_topic="autre sujet",
    opening="première question",
    other="autre",
    standalone="question seule",
    summary="résumé",
    two_part="question double",
    when="quand",
    where="où",
    what="quoi",
    which="lequel",
    who="qui",
    why="pourquoi",
    yes_no="oui ou non",
)
TYPES_EN = TypeTexts(
    comparison="comparison",
    contact="contact details",
    definition="definition",
    follow_up="follow-up",
    how="how",
    how_many="how many",
    instruction="instruction",
    list="list of items",
    new_topic="another topic",
    opening="first question",
    other="other",
    standalone="question on its own",
    summary="summary",
    two_part="double question",
    when="when",
    where="where",
    what="what",
    which="which",
    who="who",
    why="why",
    yes_no="yes or no",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartTexts:
    """What can tell two runs apart: keys of `evaluation.identity`. Settings keep their names."""

    code: str
    model: str
    chat_model: str
    library: str
    python: str


APART_FR = _french(
    ApartTexts,
    code="le code",
    model="le modèle de plongement",
    chat_model="le modèle de langue",
    library="les communiqués de la bibliothèque",
    python="la version de Python",
)
APART_EN = ApartTexts(
    code="the code",
    model="the embedding model",
    chat_model="the language model",
    library="the releases of the library",
    python="the version of Python",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationTexts:
    """What the page of the evaluation says."""

    title: str
    lead: str
    metrics: MetricTexts
    why: WhyTexts
    types: TypeTexts
    apart: ApartTexts

    new_title: str
    set_label: str
    set_about: str
    set_missing: str
    set_problems: str
    set_delete: str
    upload_title: str
    upload_hint: str
    upload_label: str
    upload_send: str
    upload_nothing: str
    upload_kept: str
    upload_refused: str
    upload_line: str
    upload_problems: tuple[str, ...]  # what is said of a set, in English, and the same in French
    start: str
    progress: str
    starting: str
    cancel: str
    cancelled: str
    finished: str
    failed: str
    read_only: str

    runs_title: str
    runs_none: str
    run_label: str
    run_line: str
    run_about: str
    delete: str
    delete_confirm: str
    delete_text: str
    document: str
    data: str
    view_label: str
    view_figures: str
    view_failures: str
    view_comparison: str

    unreadable_title: str
    unreadable_schema: str
    unreadable_damaged: str
    unreadable_mend: str

    readers_title: str
    readers_text: str
    readers_none: str
    readers_make: str
    readers_made: str
    readers_to_do: str
    readers_ready: str
    readers_download: str
    readers_keep: str
    readers_set: str

    interval: str
    glance: str
    close_up: str
    group_language: str
    group_type: str
    group_turn: str
    group_release: str
    more_groups: str
    turn: str
    metric_label: str
    column_measure: str
    column_plot: str
    column_value: str
    column_interval: str
    column_count: str
    all_questions: str
    reasons: str

    failures_none: str
    failures_count: str
    failures_more: str
    reason_label: str
    reason_all: str
    asked_after: str
    expected: str
    expected_none: str
    expected_words: str
    given: str
    given_none: str
    evidence: str
    evidence_none: str
    evidence_score: str
    is_expected: str
    ask_again: str
    place_label: str
    place_expected: str
    place_gone: str

    baseline_label: str
    baseline_none: str
    compared: str
    told_apart: str
    told_apart_by_nothing: str
    not_compared: str
    column_before: str
    column_now: str
    column_change: str
    column_p: str
    unchanged: str
    clear_note: str
    wins: str
    losses: str
    turned_none: str
    before_answer: str
    now_answer: str


EVALUATION_FR = _french(
    EvaluationTexts,
    title="Mesurer les réponses",
    lead="Un jeu de questions est posé à la bibliothèque, par le même chemin que vos propres "
    "questions. Chaque échec s’ouvre sur ses preuves.",
    metrics=METRICS_FR,
    why=WHY_FR,
    types=TYPES_FR,
    apart=APART_FR,
    new_title="Nouvelle mesure",
    set_label="Jeu de questions",
    set_about="Questions : {count}",
    set_missing="{count} portent sur des communiqués que cette bibliothèque n’a pas : elles ne "
    "pourront pas réussir ici",
    set_problems="Ce jeu ne peut pas être posé ; voici ce qui est à corriger :",
    set_delete="Retirer ce jeu",
    upload_title="Ajouter un jeu de questions",
    upload_hint="Un fichier JSONL, une question par ligne ; {limit} Mo au plus. Chaque ligne est "
    "vérifiée avant que le jeu soit gardé.",
    upload_label="Fichier du jeu",
    upload_send="Ajouter ce jeu",
    upload_nothing="Choisissez d’abord un fichier.",
    upload_kept="Le jeu « {name} » est gardé ; il peut être lancé.",
    upload_refused="Le jeu n’est pas ajouté ; voici ce qui est à corriger :",
    upload_line="ligne {line}",
    upload_problems=(
        "un jeu ne peut pas s’appeler {name} ; prenez des lettres, des chiffres, des points et des "
        "traits d’union, et aucun nom de jeu fourni avec Dépêche",
        "aucune question ; écrivez un objet JSON par ligne",
        "l’id « {id} » est déjà celui de la ligne {line} ; donnez à chaque question le sien",
        "pas de l’UTF-8 ; enregistrez le fichier en UTF-8",
        "la clé « {key} » y est deux fois ; gardez-en une",
        "pas du JSON ({what}, colonne {column}) ; chaque ligne est un objet JSON sans retour à la "
        "ligne",
        "imbriqué trop profondément ; voyez sets/README.md",
        "pas un objet JSON ; écrivez {{…}} avec les clés de la question",
        "« {key} » manque ; ajoutez-la",
        '« lang » est {value} ; écrivez "fr" ou "en"',
        "« answerable » doit être true ou false",
        "« notes » doit être un texte ou null",
        "a une réponse, mais pas de « reference_quotes » ; citez les mots qui y répondent, ou "
        "mettez « answerable » à false",
        "sans réponse, mais avec « {key} » ; enlevez-les, ou mettez « answerable » à true",
        'un élément de « reference_quotes » doit être un objet {{"source", "text"}}',
        "un élément de « reference_quotes » n’a pas de « text » ; ajoutez les mots, tels quels",
        "un élément de « must_mention » doit être une liste d’au moins un texte",
        "« {key} » doit être une liste",
        "un élément de « {key} »",
        "« {key} » de {what}",
        "chaque mot de {what}",
        "{what} est {value} ; il faut un texte",
        "{what} a un demi-caractère (un substitut isolé) ; corrigez-le",
        "clé inconnue « {key} » ; vouliez-vous « {close} » ?",
        "clé inconnue « {key} » ; connues : {known}",
        "« {id} » : encore un brouillon ; lisez-le, puis reprenez-le avec `cli.py questions "
        "accept`, ou supprimez la ligne",
    ),
    start="Lancer la mesure",
    progress="{name} : {done} questions sur {total}",
    starting="{name} : préparation",
    cancel="Annuler",
    cancelled="La mesure de {name} a été annulée ; rien n’en est gardé.",
    finished="La mesure de {name} est faite.",
    failed="La mesure de {name} n’a pas abouti.",
    read_only="Lecture seule : les mesures gardées se consultent, aucune ne se lance ici.",
    runs_title="Mesures gardées",
    runs_none="Aucune mesure pour l’instant. Choisissez un jeu et lancez la mesure : ses chiffres "
    "s’affichent ici.",
    run_label="Mesure affichée",
    run_line="{at} · {set} · réussies : {passed} sur {count}",
    run_about="Questions posées à {releases} : {count}, le {at}. Empreintes : bibliothèque "
    "{library}, code {code}.",
    delete="Supprimer cette mesure",
    delete_confirm="Supprimer pour de bon",
    delete_text="La mesure du {day} et ses réponses seront effacées.",
    document="Rapport (HTML)",
    data="Données (JSON)",
    view_label="Vue",
    view_figures="Chiffres",
    view_failures="Échecs ({count})",
    view_comparison="Comparaison",
    unreadable_title="Ces mesures gardées ne s’ouvrent pas :",
    unreadable_schema="{id} : écrite par une autre version de Dépêche (schéma {schema}).",
    unreadable_damaged="{id} : incomplète ou endommagée.",
    unreadable_mend="Leurs dossiers sont sous evaluation/runs/ dans le dossier des données : "
    "relancez ces mesures, puis retirez-les.",
    readers_title="Avis des lecteurs ({count})",
    readers_text="Ce que les lecteurs disent des réponses peut devenir des questions : leurs avis "
    "favorables gardent les extraits cités, les autres disent ce qui reste à trouver.",
    readers_none="Aucun avis pour l’instant. Ils se donnent sous chaque phrase d’une réponse.",
    readers_make="En faire des questions",
    readers_made="Questions tirées des avis : {count}.",
    readers_to_do="À compléter avant de servir : {count}. Il leur manque les mots qui répondent.",
    readers_ready="Prêtes à servir",
    readers_download="Télécharger les brouillons (JSONL)",
    readers_keep="Garder les questions prêtes comme jeu",
    readers_set="avis-des-lecteurs",
    interval="intervalle à 95 % : {low} à {high} · questions : {count}",
    glance="En un coup d’œil",
    close_up="Une mesure de près",
    group_language="Par langue",
    group_type="Par type de question",
    group_turn="Par tour de dialogue",
    group_release="Par communiqué",
    more_groups="Par tour de dialogue et par communiqué",
    turn="question n° {number}",
    metric_label="Mesure",
    column_measure="Mesure",
    column_plot="Valeur et intervalle à 95 %, de 0 à 1",
    column_value="Valeur",
    column_interval="De – à (95 %)",
    column_count="Questions",
    all_questions="toutes",
    reasons="Pourquoi des questions ont échoué",
    failures_none="Aucune question n’a échoué.",
    failures_count="Questions qui ont échoué : {count}. Ouvrez-en une pour voir ce qui était "
    "attendu, la réponse et les preuves.",
    failures_more="En montrer {count} de plus",
    reason_label="Raison de l’échec",
    reason_all="toutes les raisons",
    asked_after="Posée après :",
    expected="Attendu",
    expected_none="Aucune réponse : les communiqués n’en disent rien.",
    expected_words="À mentionner : {words}",
    given="Réponse donnée",
    given_none="Sans réponse (déclinée)",
    evidence="Preuves trouvées, dans l’ordre",
    evidence_none="Aucune preuve n’a été trouvée.",
    evidence_score="score {score}",
    is_expected="extrait attendu",
    ask_again="Poser cette question",
    place_label="Montrer à sa place",
    place_expected="attendu {number}",
    place_gone="Ces mots ne sont plus dans la bibliothèque : elle a changé depuis cette mesure.",
    baseline_label="Comparer avec",
    baseline_none="Il faut deux mesures pour comparer.",
    compared="Questions communes, posées dans les mêmes mots : {count}.",
    told_apart="Ce qui distingue les deux mesures : {names}.",
    told_apart_by_nothing="Rien ne distingue les deux mesures : même code, mêmes réglages, mêmes "
    "communiqués.",
    not_compared="Non comparées : {changed} reformulées, {now} seulement ici, {before} seulement "
    "avant.",
    column_before="Avant",
    column_now="Ici",
    column_change="Écart",
    column_p="p",
    unchanged="Sans changement : {names}.",
    clear_note="p vient d’un test de permutation apparié ; un intervalle qui laisse zéro dehors "
    "est une différence nette.",
    wins="Réussies ici, ratées avant ({count})",
    losses="Ratées ici, réussies avant ({count})",
    turned_none="aucune",
    before_answer="Avant",
    now_answer="Ici",
)
EVALUATION_EN = EvaluationTexts(
    title="Measure the answers",
    lead="A set of questions is put to the library, on the same way that your own questions take. "
    "Every failure opens on its evidence.",
    metrics=METRICS_EN,
    why=WHY_EN,
    types=TYPES_EN,
    apart=APART_EN,
    new_title="New run",
    set_label="Question set",
    set_about="Questions: {count}",
    set_missing="{count} ask about releases that this library does not have: they cannot pass here",
    set_problems="This set cannot be run; this is what to mend:",
    set_delete="Remove this set",
    upload_title="Add a question set",
    upload_hint="A JSONL file, one question a line; {limit} MB at most. Every line is checked "
    "before the set is kept.",
    upload_label="File of the set",
    upload_send="Add this set",
    upload_nothing="Choose a file first.",
    upload_kept="The set “{name}” is kept; it can be run.",
    upload_refused="The set has not been added; this is what to mend:",
    upload_line="line {line}",
    upload_problems=(
        "a set cannot be called {name}; use letters, digits, dots and hyphens, and no name of a "
        "set that comes with Dépêche",
        "no question in it; write one JSON object a line",
        'id "{id}" is already that of line {line}; give each question its own',
        "not UTF-8; save the file as UTF-8",
        'key "{key}" stands there twice; keep one',
        "not JSON ({what}, column {column}); each line is one JSON object without line breaks",
        "nested too deeply; see sets/README.md",
        "not a JSON object; write {{…}} with the question's keys",
        '"{key}" is missing; add it',
        '"lang" is {value}; write "fr" or "en"',
        '"answerable" has to be true or false',
        '"notes" has to be a text or null',
        'answerable, but without "reference_quotes"; quote the words that answer it, or set '
        '"answerable" to false',
        'not answerable, but with "{key}"; remove them, or set "answerable" to true',
        'an item of "reference_quotes" has to be an object {{"source", "text"}}',
        'an item of "reference_quotes" has no "text"; add the words, verbatim',
        'an item of "must_mention" has to be a list of at least one text',
        '"{key}" has to be a list',
        'an item of "{key}"',
        '"{key}" of {what}',
        "each word of {what}",
        "{what} is {value}; it has to be a text",
        "{what} has half a character (a lone surrogate); mend it",
        'unknown key "{key}"; did you mean "{close}"?',
        'unknown key "{key}"; known are {known}',
        '"{id}": still a draft; read it, then take it over with `cli.py questions accept`, or '
        "delete the line",
    ),
    start="Start the run",
    progress="{name}: {done} questions of {total}",
    starting="{name}: getting ready",
    cancel="Cancel",
    cancelled="The run of {name} was cancelled; nothing of it is kept.",
    finished="The run of {name} is done.",
    failed="The run of {name} did not finish.",
    read_only="Read-only: the runs that are kept can be looked at, none can be started here.",
    runs_title="Runs",
    runs_none="No run yet. Choose a set and start a run: its figures are shown here.",
    run_label="Run on show",
    run_line="{at} · {set} · passed: {passed} of {count}",
    run_about="Questions put to {releases}: {count}, {at}. Fingerprints: library {library}, code "
    "{code}.",
    delete="Delete this run",
    delete_confirm="Delete for good",
    delete_text="The run of {day} and its answers will be erased.",
    document="Report (HTML)",
    data="Data (JSON)",
    view_label="View",
    view_figures="Figures",
    view_failures="Failures ({count})",
    view_comparison="Comparison",
    unreadable_title="These runs do not open:",
    unreadable_schema="{id}: written by another version of Dépêche (schema {schema}).",
    unreadable_damaged="{id}: incomplete or damaged.",
    unreadable_mend="Their folders are below evaluation/runs/ in the data folder: make these runs "
    "again, then remove them.",
    readers_title="What readers said ({count})",
    readers_text="What readers say of answers can become questions: where they agree, the cited "
    "extracts are kept; where they do not, it says what is left to find.",
    readers_none="Nothing has been said yet. One does so below each sentence of an answer.",
    readers_make="Make questions of it",
    readers_made="Questions made of it: {count}.",
    readers_to_do="To be completed before use: {count}. They lack the words that answer.",
    readers_ready="Ready for use",
    readers_download="Download the drafts (JSONL)",
    readers_keep="Keep those that are ready as a set",
    readers_set="said-by-readers",
    interval="95 % interval: {low} to {high} · questions: {count}",
    glance="At a glance",
    close_up="One measure, close up",
    group_language="By language",
    group_type="By type of question",
    group_turn="By turn of a dialogue",
    group_release="By release",
    more_groups="By turn of a dialogue and by release",
    turn="question {number}",
    metric_label="Measure",
    column_measure="Measure",
    column_plot="Value and 95 % interval, from 0 to 1",
    column_value="Value",
    column_interval="From – to (95 %)",
    column_count="Asked",
    all_questions="all",
    reasons="Why questions failed",
    failures_none="No question failed.",
    failures_count="Questions that failed: {count}. Open one to see what was expected, the answer "
    "and the evidence.",
    failures_more="Show {count} more",
    reason_label="Reason of the failure",
    reason_all="all reasons",
    asked_after="Asked after:",
    expected="Expected",
    expected_none="No answer: the releases say nothing of it.",
    expected_words="To be mentioned: {words}",
    given="Answer given",
    given_none="No answer (declined)",
    evidence="Evidence found, in order",
    evidence_none="No evidence was found.",
    evidence_score="scored {score}",
    is_expected="expected extract",
    ask_again="Ask this question",
    place_label="Show in its place",
    place_expected="expected {number}",
    place_gone="These words are no longer in the library: it has changed since this run.",
    baseline_label="Compare with",
    baseline_none="Two runs are needed to compare.",
    compared="Questions in common, asked in the same words: {count}.",
    told_apart="What tells the two runs apart: {names}.",
    told_apart_by_nothing="Nothing tells the two runs apart: same code, same settings, same "
    "releases.",
    not_compared="Not compared: {changed} reworded, {now} only here, {before} only before.",
    column_before="Before",
    column_now="Here",
    column_change="Change",
    column_p="p",
    unchanged="Unchanged: {names}.",
    clear_note="p is that of a paired permutation test; an interval that leaves zero out is a "
    "clear difference.",
    wins="Passed here, failed before ({count})",
    losses="Failed here, passed before ({count})",
    turned_none="none",
    before_answer="Before",
    now_answer="Here",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTexts:
    """What the page of settings and status says."""

    title: str
    lead: str
    units: tuple[str, ...]
    nothing: str
    unknown: str
    empty: str

    look_title: str
    look_language: str
    look_theme: str
    look_note: str
    theme_system: str
    theme_light: str
    theme_dark: str

    answers_title: str
    writing: str
    writing_extracts: str
    writing_model: str
    model: str
    model_address: str
    package_missing: str
    key: str
    key_set: str
    key_missing: str
    key_mend: str
    key_none: str
    sent: str
    sent_about: str
    encoder: str
    encoder_packaged: str
    dimensions: str
    encoder_other: str
    second: str
    second_packaged: str
    second_then: str
    prompts: str
    prompts_about: str

    library_title: str
    now: str
    busy: str
    folder: str
    releases: str
    versions: str
    parts: str
    parts_about: str
    languages: str
    changed: str
    schema: str
    disk: str
    part_texts: str
    part_vectors: str
    part_words: str
    part_pages: str
    part_uploads: str
    part_other: str

    kept_title: str
    conversations: str
    questions: str
    kept_not_wanted: str
    kept_not_here: str
    opinions: str
    opinions_about: str
    runs: str
    delete: str
    delete_text: str
    delete_confirm: str
    deleted: str

    access_title: str
    address: str
    address_here: str
    address_open: str
    address_signed_in: str
    mode: str
    mode_read_only: str
    mode_full: str
    limit_question: str
    characters: str
    limit_file: str
    megabytes: str
    limit_additions: str
    limit_rate: str
    any_number: str
    limit_answer: str
    sentences: str
    limit_suggestions: str

    settings_title: str
    settings_none: str
    settings_note: str
    hidden: str

    version_title: str


STATUS_FR = _french(
    StatusTexts,
    title="Réglages et état",
    lead="Ce que cette installation contient, ce qu’elle garde et ce qui en sort. Aucune clé "
    "ni aucun mot de passe n’est affiché.",
    units=("octets", "ko", "Mo", "Go", "To"),
    nothing="néant",
    unknown="inconnue",
    empty="vide",
    look_title="Langue et apparence",
    look_language="Langue des pages",
    look_theme="Apparence",
    look_note="Ces choix restent dans ce navigateur. Changer d’apparence recharge la page.",
    theme_system="Selon l’appareil",
    theme_light="Claire",
    theme_dark="Sombre",
    answers_title="Réponses",
    writing="Rédaction",
    writing_extracts="Extraits mot à mot. Rien ne quitte cette machine.",
    writing_model="Prose d’un modèle de langue, tenue aux mots qu’elle cite.",
    model="Modèle de langue",
    model_address="Adresse du modèle",
    package_missing="Le paquet {package} manque : .venv/bin/pip install -r requirements-llm.txt",
    key="Clé du fournisseur",
    key_set="présente",
    key_missing="absente",
    key_mend="Définissez {name} avant de lancer Dépêche.",
    key_none="aucune n’est demandée",
    sent="Ce qui lui est envoyé",
    sent_about="La question, celles d’avant et les preuves, sans numéro de téléphone, courriel ni "
    "numéro d’assurance sociale.",
    encoder="Modèle de plongement",
    encoder_packaged="fourni avec Dépêche",
    dimensions="{count} dimensions",
    encoder_other="La bibliothèque a été faite avec {name} : relancez l’ingestion, ou remettez "
    "DEPECHE_ENCODER.",
    second="Second regard",
    second_packaged="lecteur fourni avec Dépêche",
    second_then="puis {name}",
    prompts="Consignes et formules",
    prompts_about="{count} textes, chacun en français et en anglais, dans le dossier prompts/",
    library_title="Bibliothèque",
    now="En ce moment",
    busy="une ingestion est en cours",
    folder="Dossier",
    releases="En usage",
    versions="versions gardées : {count}",
    parts="Découpage",
    parts_about="{passages} passages, {sentences} phrases",
    languages="Langues",
    changed="Dernière arrivée",
    schema="Schéma",
    disk="Sur le disque : {size}",
    part_texts="Textes et registre",
    part_vectors="Vecteurs",
    part_words="Index des mots",
    part_pages="Pages téléchargées",
    part_uploads="Fichiers ajoutés",
    part_other="Reste",
    kept_title="Ce qui est gardé",
    conversations="Conversations",
    questions="questions : {count}",
    kept_not_wanted="Elles ne sont pas gardées : DEPECHE_KEEP_HISTORY est à false.",
    kept_not_here="Elles ne sont pas gardées : d’autres machines atteignent cette page.",
    opinions="Avis des lecteurs",
    opinions_about="justes : {right} · à revoir : {wrong}",
    runs="Mesures",
    delete="Effacer les conversations",
    delete_text="Toutes vos conversations, avec les avis donnés sur leurs réponses, seront "
    "effacées du disque. Rien d’autre ne change.",
    delete_confirm="Tout effacer pour de bon",
    deleted="Les conversations et leurs avis sont effacés.",
    access_title="Accès et limites",
    address="Qui y accède",
    address_here="cette machine seulement",
    address_open="d’autres machines aussi",
    address_signed_in="qui se connecte et figure sur la liste",
    mode="Mode",
    mode_read_only="lecture seule : rien ne s’ajoute ni ne s’efface ici",
    mode_full="lecture et écriture",
    limit_question="Question la plus longue",
    characters="{count} caractères",
    limit_file="Fichier le plus gros",
    megabytes="{count} Mo",
    limit_additions="Fichiers ajoutés à la fois",
    limit_rate="Questions par minute",
    any_number="sans limite",
    limit_answer="Réponse la plus longue",
    sentences="{count} phrases",
    limit_suggestions="Questions proposées",
    settings_title="Réglages changés",
    settings_none="Tous les réglages ont leur valeur d’origine. docs/configuration.md les décrit.",
    settings_note="Les autres ont leur valeur d’origine. docs/configuration.md les décrit tous ; "
    "ils se changent avant le lancement, par variable ou dans le fichier .env.",
    hidden="défini ; sa valeur n’est pas affichée",
    version_title="Version",
)
STATUS_EN = StatusTexts(
    title="Settings and status",
    lead="What this installation holds, what it keeps and what leaves it. No key and no "
    "password is shown.",
    units=("bytes", "kB", "MB", "GB", "TB"),
    nothing="none",
    unknown="unknown",
    empty="empty",
    look_title="Language and appearance",
    look_language="Language of the pages",
    look_theme="Appearance",
    look_note="These choices stay in this browser. Changing the appearance loads the page again.",
    theme_system="As the device is",
    theme_light="Light",
    theme_dark="Dark",
    answers_title="Answers",
    writing="Writing",
    writing_extracts="Extracts, word for word. Nothing leaves this machine.",
    writing_model="Prose by a language model, held to the words that it cites.",
    model="Language model",
    model_address="Address of the model",
    package_missing="The package {package} is missing: .venv/bin/pip install -r "
    "requirements-llm.txt",
    key="Key of the provider",
    key_set="present",
    key_missing="absent",
    key_mend="Set {name} before you start Dépêche.",
    key_none="none is asked for",
    sent="What is sent to it",
    sent_about="The question, those before it and the evidence, without telephone numbers, e-mail "
    "addresses and social insurance numbers.",
    encoder="Embedding model",
    encoder_packaged="packaged with Dépêche",
    dimensions="{count} dimensions",
    encoder_other="The library was made with {name}: run the ingest again, or set "
    "DEPECHE_ENCODER back.",
    second="Second look",
    second_packaged="reader packaged with Dépêche",
    second_then="then {name}",
    prompts="Prompts and phrases",
    prompts_about="{count} texts, each in French and in English, in the folder prompts/",
    library_title="Library",
    now="At this moment",
    busy="an ingest is under way",
    folder="Folder",
    releases="In use",
    versions="versions kept: {count}",
    parts="Cut into",
    parts_about="{passages} passages, {sentences} sentences",
    languages="Languages",
    changed="Last arrival",
    schema="Schema",
    disk="On the disk: {size}",
    part_texts="Texts and ledger",
    part_vectors="Vectors",
    part_words="Index of words",
    part_pages="Pages fetched",
    part_uploads="Files added",
    part_other="The rest",
    kept_title="What is kept",
    conversations="Conversations",
    questions="questions: {count}",
    kept_not_wanted="They are not kept: DEPECHE_KEEP_HISTORY is false.",
    kept_not_here="They are not kept: other machines reach this page.",
    opinions="What readers said",
    opinions_about="right: {right} · not right: {wrong}",
    runs="Evaluations",
    delete="Delete the conversations",
    delete_text="All your conversations, with what was said of their answers, will be erased "
    "from the disk. Nothing else changes.",
    delete_confirm="Delete them all for good",
    deleted="The conversations and what was said of them are deleted.",
    access_title="Access and limits",
    address="Who can reach it",
    address_here="this machine alone",
    address_open="other machines too",
    address_signed_in="who signs in and is on the list",
    mode="Mode",
    mode_read_only="read-only: nothing is added or deleted here",
    mode_full="reading and writing",
    limit_question="Longest question",
    characters="{count} characters",
    limit_file="Largest file",
    megabytes="{count} MB",
    limit_additions="Files added at a time",
    limit_rate="Questions a minute",
    any_number="any number",
    limit_answer="Longest answer",
    sentences="{count} sentences",
    limit_suggestions="Questions suggested",
    settings_title="Settings that were changed",
    settings_none="Every setting has its default. docs/configuration.md describes them.",
    settings_note="The others have their defaults. docs/configuration.md describes all; they are "
    "changed before the start, by variable or in the file .env.",
    hidden="set; its value is not shown",
    version_title="Version",
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
class OwnTexts:
    """What Streamlit's own controls say, in our words; `ui/names.py` knows what they said."""

    skip: str
    send: str
    sidebar: str
    sidebar_open: str
    sidebar_close: str
    choices: str
    apply: str
    apply_control: str
    apply_command: str
    files_browse: str
    files_choose: str
    files_add: str
    file_remove: str
    file_cancel: str
    file_kind: str
    file_size: str
    file_lost: str
    error: str
    error_before: str
    units: tuple[str, ...]
    decimal: str
    day_choose: str
    day_choose_month: str
    day_clear: str
    day_keys: str
    day_selected: str
    day_early: str
    day_late: str
    day_outside: str
    month_before: str
    month_after: str
    part_year: str
    part_month: str
    part_day: str
    part_empty: str
    years: str
    months: str
    days: str
    open: str
    close: str
    option: str
    options_none: str
    options_one: str
    options_many: str
    option_selected: str
    connection_title: str
    connection_text: str
    missing_title: str
    missing_text: str


OWN_FR = _french(
    OwnTexts,
    skip="Aller au contenu",
    send="Envoyer la question",
    sidebar="Panneau latéral",
    sidebar_open="Déplier le panneau latéral",
    sidebar_close="Replier le panneau latéral",
    choices="Choix",
    apply="Entrée pour valider",
    apply_control="Ctrl + Entrée pour valider",
    apply_command="⌘ + Entrée pour valider",
    files_browse="Parcourir…",
    files_choose="Choix des fichiers",
    files_add="Ajouter d’autres fichiers",
    file_remove="Retirer {file}",
    file_cancel="Abandonner l’envoi de {file}",
    file_kind="Les fichiers de ce type ne sont pas acceptés.",
    file_size="Fichier trop lourd : {limit} Mo au plus.",
    file_lost="La connexion est perdue. Attendez qu’elle revienne, puis recommencez.",
    error="Erreur",
    error_before="Erreur :",
    units=("o", "ko", "Mo", "Go"),
    decimal=",",
    day_choose="Choisir une date",
    day_choose_month="Choisir une date, {month}",
    day_clear="Effacer la date",
    day_keys="Flèches pour aller d’un jour à l’autre, Entrée pour choisir, Échap pour fermer.",
    day_selected="Date choisie : {day} {month} {year}",
    day_early="cette date est trop ancienne ; choisissez-en une à partir du {first}.",
    day_late="cette date est trop lointaine ; choisissez-en une jusqu’au {last}.",
    day_outside="choisissez une date du {first} au {last}.",
    month_before="Mois précédent",
    month_after="Mois suivant",
    part_year="année, {name}",
    part_month="mois, {name}",
    part_day="jour, {name}",
    part_empty="vide",
    years="aaaa",
    months="mm",
    days="jj",
    open="Ouvrir",
    close="Fermer",
    option="Choisissez",
    options_none="Aucun résultat",
    options_one="1 choix.",
    options_many="{count} choix.",
    option_selected="{option}, choisi",
    connection_title="La connexion est perdue",
    connection_text="L’application ne répond plus. Cette page reprendra d’elle-même dès qu’elle "
    "répondra ; si elle a été arrêtée, il faut la relancer.",
    missing_title="Page introuvable",
    missing_text="Il n’y a rien à cette adresse ; voici la page des questions.",
)

OWN_EN = OwnTexts(
    skip="Skip to the content",
    send="Send the question",
    sidebar="Side panel",
    sidebar_open="Unfold the side panel",
    sidebar_close="Fold the side panel",
    choices="Choices",
    apply="Press Enter to apply",
    apply_control="Press Ctrl + Enter to apply",
    apply_command="Press ⌘ + Enter to apply",
    files_browse="Browse…",
    files_choose="Choice of files",
    files_add="Add more files",
    file_remove="Remove {file}",
    file_cancel="Cancel the upload of {file}",
    file_kind="Files of this type are not accepted.",
    file_size="File too large: {limit} MB at most.",
    file_lost="The connection is lost. Wait for it to come back, then try again.",
    error="Error",
    error_before="Error:",
    units=("B", "kB", "MB", "GB"),
    decimal=".",
    day_choose="Choose a date",
    day_choose_month="Choose a date, {month}",
    day_clear="Clear the date",
    day_keys="Arrow keys go from day to day, Enter chooses, Escape closes.",
    day_selected="Date chosen: {month} {day}, {year}",
    day_early="this date is too early; choose one from {first} on.",
    day_late="this date is too late; choose one up to {last}.",
    day_outside="choose a date from {first} to {last}.",
    month_before="Previous month",
    month_after="Next month",
    part_year="year, {name}",
    part_month="month, {name}",
    part_day="day, {name}",
    part_empty="empty",
    years="yyyy",
    months="mm",
    days="dd",
    open="Open",
    close="Close",
    option="Choose",
    options_none="No results",
    options_one="1 choice.",
    options_many="{count} choices.",
    option_selected="{option}, selected",
    connection_title="The connection is lost",
    connection_text="The application no longer answers. This page will go on by itself as soon as "
    "it does; if it was stopped, it has to be started again.",
    missing_title="Page not found",
    missing_text="There is nothing at this address; this is the page of questions.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The strings of one language; `{name}` marks what is filled in."""

    language: str
    language_names: tuple[str, str]  # French, English: as readers of this language call them

    library: LibraryTexts
    evaluation: EvaluationTexts
    status: StatusTexts
    export: ExportTexts
    own: OwnTexts

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

    sign_in: str
    sign_in_title: str
    sign_in_text: str
    sign_out: str
    not_allowed_title: str
    not_allowed_text: str

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
    question_too_often: str

    months: tuple[str, ...]

    def format_date(self, day: date) -> str:
        """A date as prose of this language writes it."""
        return spelled(day, self.language)

    def language_name(self, code: str) -> str:
        """What this language calls a language; its code when it is neither French nor English."""
        return dict(zip(("fr", "en"), self.language_names, strict=True)).get(code, code)


FRENCH = _french(
    Texts,
    language="fr",
    language_names=("français", "anglais"),
    library=LIBRARY_FR,
    evaluation=EVALUATION_FR,
    status=STATUS_FR,
    export=EXPORT_FR,
    own=OWN_FR,
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
    sign_in="Se connecter",
    sign_in_title="Connectez-vous pour continuer",
    sign_in_text="Les communiqués et vos conversations ne s’ouvrent qu’aux personnes autorisées.",
    sign_out="Se déconnecter",
    not_allowed_title="Ce compte n’a pas accès",
    not_allowed_text="Vous êtes connecté sous le nom {name}, qui n’est pas sur la liste des "
    "personnes autorisées. Demandez l’accès à qui tient cette application, ou déconnectez-vous "
    "pour prendre un autre compte.",
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
    question_too_often="Trop de questions en peu de temps. Réessayez dans {seconds} s. "
    "Votre question : {question}",
    months=tuple(MONTHS["fr"]),
)

ENGLISH = Texts(
    language="en",
    language_names=("French", "English"),
    library=LIBRARY_EN,
    evaluation=EVALUATION_EN,
    status=STATUS_EN,
    export=EXPORT_EN,
    own=OWN_EN,
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
    sign_in="Sign in",
    sign_in_title="Sign in to go on",
    sign_in_text="The releases and your conversations open only to those who are on the list.",
    sign_out="Sign out",
    not_allowed_title="This account has no access",
    not_allowed_text="You are signed in as {name}, who is not on the list of those allowed. Ask "
    "whoever runs this application for access, or sign out to take another account.",
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
    question_too_often="Too many questions in a short time. Try again in {seconds} s. "
    "Your question: {question}",
    months=tuple(MONTHS["en"]),
)

LANGUAGES = {"fr": FRENCH, "en": ENGLISH}
