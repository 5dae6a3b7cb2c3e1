"""As much of JSON Schema 2020-12 as docs/certificate.schema.json uses; a word it does not know is an error."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

CERTIFICATE = json.loads((Path(__file__).parents[1] / "docs" / "certificate.schema.json").read_text())
TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
SAID = {"$schema", "$id", "$defs", "title", "description", "then"}


def problems(
    value: Any, schema: dict[str, Any], root: dict[str, Any] = CERTIFICATE, at: str = "$"
) -> list[str]:
    """Where and how the value breaks the schema; nothing when it holds."""
    found: list[str] = []
    for word, says in schema.items():
        if word not in SAID:
            found += RULES[word](value, says, schema, root, at)
    return found


def _type(value: Any, says: Any, *rest: Any) -> list[str]:
    names = [says] if isinstance(says, str) else says
    is_number = isinstance(value, int) and not isinstance(value, bool)
    is_well = any(is_number if name == "integer" else isinstance(value, TYPES[name]) for name in names)
    return [] if is_well else [f"{rest[-1]} is no {says}"]


def _properties(value: Any, says: Any, schema: Any, root: Any, at: str) -> list[str]:
    known = [(name, part) for name, part in says.items() if isinstance(value, dict) and name in value]
    return [one for name, part in known for one in problems(value[name], part, root, f"{at}.{name}")]


def _additional(value: Any, says: Any, schema: Any, root: Any, at: str) -> list[str]:
    assert says is False
    return [f"{at} has {name}" for name in value if name not in schema["properties"]]


def _items(value: Any, says: Any, schema: Any, root: Any, at: str) -> list[str]:
    return [one for n, item in enumerate(value) for one in problems(item, says, root, f"{at}[{n}]")]


def _ref(value: Any, says: str, schema: Any, root: Any, at: str) -> list[str]:
    return problems(value, root["$defs"][says.removeprefix("#/$defs/")], root, at)


def _if(value: Any, says: Any, schema: Any, root: Any, at: str) -> list[str]:
    return [] if problems(value, says, root, at) else problems(value, schema["then"], root, at)


def _all(value: Any, says: Any, schema: Any, root: Any, at: str) -> list[str]:
    return [one for part in says for one in problems(value, part, root, at)]


def _of(test: Any, words: str) -> Any:
    return lambda value, says, schema, root, at: [] if test(value, says) else [f"{at} {words} {says}"]


def _is_day(value: Any, says: str) -> bool:
    assert says == "date"
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


RULES: dict[str, Any] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "$ref": _ref,
    "if": _if,
    "allOf": _all,
    "format": _of(_is_day, "is no"),
    "required": _of(lambda value, names: set(names) <= set(value), "lacks one of"),
    "const": _of(lambda value, one: value == one, "is not"),
    "enum": _of(lambda value, some: value in some, "is none of"),
    "pattern": _of(lambda value, pattern: re.search(pattern, value), "does not match"),
    "minimum": _of(lambda value, least: not isinstance(value, int) or value >= least, "is less than"),
    "minItems": _of(lambda value, least: len(value) >= least, "has fewer than"),
    "maxItems": _of(lambda value, most: len(value) <= most, "has more than"),
    "minLength": _of(lambda value, least: len(value) >= least, "is shorter than"),
}
