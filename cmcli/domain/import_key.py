"""What makes a second import of the same file create nothing."""

import hashlib
import json
from typing import Any

from cmcli.named import NamedTuple


class ImportKey(NamedTuple):
    """The row a line of a file became: `key` names the line, `digest` is what the line said.

    Both are digests: a key may be a name with a telephone number, which has its own column.
    """

    id: int
    noun: str
    key: str
    row_id: int
    digest: str


def digest_of(*values: Any) -> str:
    """32 hexadecimal digits that change when any of the values does."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
