"""The first content as it stands in the files: read and checked, no database."""

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from chronicles.models.rubric import RUBRICS
from editorial.richtext import TAGS
from projects.models.keyword import KEYWORDS

FOLDER = Path(__file__).resolve().parent


class ContentError(ValueError):
    """A file does not say what it should; names the file and the entry."""


@dataclass(frozen=True)
class Shape:
    """What a table of a file is called and which keys it needs and may have."""

    file: str
    table: str
    name: str
    needs: frozenset
    may: frozenset = frozenset()
    parts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One table: its name, where it stands, its values by name of model field."""

    key: object
    where: str
    values: dict


def shape(file, table, name, needs, may="", **parts):
    return Shape(
        file, table, name, frozenset(needs.split()), frozenset(may.split()), parts
    )


PARTNER = shape("projects.toml", "partner", "name", "name role", "website")
ACTION = shape(
    "projects.toml", "action", "title", "title kind keywords", "group description"
)
SHAPES = {
    "projects": shape(
        "projects.toml",
        "project",
        "slug",
        "slug name short_name area neighbourhoods summary challenge body audience"
        " actions_label funding published_on action",
        "lot tagline aliases locative continuity legacy latitude longitude partner",
        partner=PARTNER,
        action=ACTION,
    ),
    "places": shape(
        "places.toml",
        "place",
        "slug",
        "slug project name kind address summary published_on",
        "story was now remains",
    ),
    "events": shape(
        "events.toml",
        "event",
        "slug",
        "slug project title summary starts_at",
        "parent ends_at is_all_day when_note place where address audience body report"
        " published_on",
    ),
    "stories": shape(
        "stories.toml", "story", "slug", "slug project title summary is_concluded"
    ),
    "chronicles": shape(
        "chronicles.toml",
        "chronicle",
        "slug",
        "slug project title byline body rubrics keywords",
        "happened_on when_label published_on standfirst resources obstacles results"
        " story place event",
    ),
    "issue": shape(
        "issue-1.toml",
        "issue",
        "number",
        "number month_label title subject preheader published_on",
    ),
    "blocks": shape(
        "issue-1.toml",
        "block",
        "kind",
        "kind",
        "eyebrow title text link_url link_label quotation quotation_author"
        " quotation_role",
    ),
    "home": shape(
        "home.toml",
        "home",
        "claim",
        "claim introduction period promoter quotation quotation_author quotation_role"
        " featured",
    ),
    "pages": shape("pages.toml", "page", "url", "url title file"),
}
# What a key of an entry may hold: the names of another group's entries.
REFERENCES = {
    "places": {"project": "projects"},
    "events": {"project": "projects", "place": "places", "parent": "events"},
    "stories": {"project": "projects"},
    "chronicles": {
        "project": "projects",
        "place": "places",
        "event": "events",
        "story": "stories",
    },
    "home": {"featured": "chronicles"},
}
VOCABULARIES = {"rubrics": RUBRICS, "keywords": KEYWORDS}
# An issue has several texts: the kind of a block is no name.
REPEATABLE = {"blocks"}

_TAG = re.compile(r"</?(\w+)")
_BLANK_LINE = re.compile(r"\n\s*\n")


def read(folder=FOLDER):
    """Return {group: [Entry, …]} of everything in `folder`.

    The groups are those of SHAPES; a page's `file` has become its `content`.
    Raises ContentError.
    """
    content = {group: _entries(folder, wanted) for group, wanted in SHAPES.items()}
    content["pages"] = [_with_text(folder, page) for page in content["pages"]]
    for group, entries in content.items():
        _check_group(group, entries, _known(group, content))
    return content


def _check_group(group, entries, known):
    if group not in REPEATABLE:
        _check_names(entries)
    for entry in entries:
        _check_tags(entry)
        _check_references(entry, known)
        if group == "chronicles":
            _check_chronicle(entry)


def _entries(folder, wanted):
    tables = _tables(folder / wanted.file)
    own = {other.table for other in SHAPES.values() if other.file == wanted.file}
    if tables.keys() != own:
        odd = ", ".join(sorted(tables.keys() ^ own))
        raise ContentError(f"{wanted.file}: tabella che manca o di troppo: {odd}.")
    rows = tables[wanted.table]
    return [_entry(row, wanted) for row in (rows if isinstance(rows, list) else [rows])]


def _tables(path):
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _entry(table, wanted, owner=""):
    name = f"{owner}«{table.get(wanted.name, '?')}»"
    where = f"{wanted.file}, {name}"
    _check_keys(table, wanted, where)
    values = {key: _tidy(value) for key, value in table.items()}
    for part, part_shape in wanted.parts.items():
        rows = table.get(part, [])
        values[part] = [_entry(row, part_shape, f"{name}, ") for row in rows]
    return Entry(values[wanted.name], where, values)


def _check_keys(table, wanted, where):
    if missing := sorted(wanted.needs - table.keys()):
        raise ContentError(f"{where}: manca {', '.join(missing)}.")
    if unknown := sorted(table.keys() - wanted.needs - wanted.may):
        raise ContentError(f"{where}: non so che cosa sia {', '.join(unknown)}.")


def _tidy(value):
    """Undo the line breaks of the file; a blank line still parts paragraphs."""
    if not isinstance(value, str):
        return value
    paragraphs = _BLANK_LINE.split(value.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _with_text(folder, page):
    name = page.values["file"]
    try:
        text = (folder / "pages" / name).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise ContentError(f"{page.where}: {error}") from error
    values = {key: value for key, value in page.values.items() if key != "file"}
    return Entry(
        page.key, f"{page.where} (pages/{name})", values | {"content": _tidy(text)}
    )


def _check_names(entries):
    seen = set()
    for entry in entries:
        if entry.key in seen:
            raise ContentError(f"{entry.where}: c’è due volte.")
        seen.add(entry.key)


def _check_tags(entry):
    for key, value in entry.values.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Entry):
                _check_tags(part)
            elif unknown := set(_TAG.findall(str(part))) - TAGS:
                where = f"{entry.where}, {key}"
                raise ContentError(f"{where}: <{min(unknown)}> non si usa.")


def _check_references(entry, known):
    for key, value in entry.values.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Entry):
                _check_references(part, VOCABULARIES)
            elif key in known and part not in known[key]:
                raise ContentError(f"{entry.where}, {key}: «{part}» non c’è.")


def _known(group, content):
    """Return {key: the names it may hold} for the entries of `group`."""
    names = {
        key: {entry.key for entry in content[other]}
        for key, other in REFERENCES.get(group, {}).items()
    }
    return names | VOCABULARIES


def _check_chronicle(chronicle):
    if not chronicle.values.keys() & {"happened_on", "published_on"}:
        raise ContentError(f"{chronicle.where}: manca happened_on o published_on.")
    if not chronicle.values["rubrics"]:
        raise ContentError(f"{chronicle.where}: manca la rubrica principale.")
