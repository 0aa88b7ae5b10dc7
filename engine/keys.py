"""Secrets that live outside the database: tracking codes, identity fields, audit seals."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16  # 16 characters of 5 bits: 80 random bits


@dataclass(frozen=True)
class Keys:
    """One 256-bit key per purpose."""

    tracking: bytes
    identity: bytes
    audit: bytes

    @classmethod
    def generate(cls) -> Keys:
        return cls(*(secrets.token_bytes(32) for _ in range(3)))

    @classmethod
    def load(cls, path: Path) -> Keys:
        """Read the keys of a data folder, making them on its first use (mode 0600)."""
        if not path.exists():
            with suppress(FileExistsError):  # another node was first
                cls.generate().save(path)
        kept = json.loads(path.read_text())
        return cls(*(base64.b64decode(kept[name]) for name in ("tracking", "identity", "audit")))

    def save(self, path: Path) -> None:
        """Write the keys where only this account reads them; an existing file is never overwritten."""
        kept = {name: base64.b64encode(value).decode() for name, value in vars(self).items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
            os.link(file.name, path)  # whole or not at all, and never over another's

    def tracking_code(self, idempotency_key: str) -> str:
        """The secret code of a receipt, the same for the same request, so a repeated post repeats it."""
        digest = hmac.digest(self.tracking, idempotency_key.encode(), hashlib.sha256)
        bits = int.from_bytes(digest[:10])
        return "".join(CROCKFORD[(bits >> (5 * place)) & 31] for place in reversed(range(CODE_LENGTH)))

    def tracking_hash(self, code: str) -> str:
        return hmac.new(self.tracking, b"hash:" + normal_code(code).encode(), hashlib.sha256).hexdigest()

    def blind_index(self, value: str) -> str:
        return hmac.new(self.identity, b"index:" + value.encode(), hashlib.sha256).hexdigest()

    def hide(self, value: str, place: str) -> bytes:
        """Encrypt `value` bound to its `place` (table, row and field), so it cannot be moved elsewhere."""
        nonce = os.urandom(12)
        return b"1" + nonce + AESGCM(self.identity).encrypt(nonce, value.encode(), place.encode())

    def show(self, hidden: bytes | None, place: str) -> str | None:
        if hidden is None:
            return None
        return AESGCM(self.identity).decrypt(hidden[1:13], hidden[13:], place.encode()).decode()

    def seal(self, previous: str, line: str) -> str:
        return hmac.digest(self.audit, f"{previous}\n{line}".encode(), "sha256").hex()

    def for_backup(self, salt: bytes) -> bytes:
        """The key of one file of a backup; whoever holds keys.json, and nobody else, can make it again."""
        return HKDF(hashes.SHA256(), 32, salt, b"phananh backup").derive(self.identity)


def normal_code(code: str) -> str:
    """Read a code as people type it: any case, spaces or dashes, O for 0, I and L for 1."""
    kept = "".join(letter for letter in code.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


def shown_code(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
