"""Hashing and judging passwords: argon2id, any Unicode, long passphrases welcome."""

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kpi.language.message import Message, say

LEAST, MOST = 10, 1000
HASHER = PasswordHasher()  # RFC 9106's low-memory profile: 64 MiB, 3 passes
AT_ONCE = threading.Semaphore(2)  # month-end sign-ins must not take every core and gigabyte


def normal(password: str) -> str:
    """The same text for the same keys: composed Unicode, without the blanks a form strips."""
    return unicodedata.normalize("NFC", password).strip()


def hash_password(password: str) -> str:
    """An argon2id hash with its own salt and settings inside."""
    with AT_ONCE:
        return HASHER.hash(normal(password))


def matches(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed; an unreadable hash matches nothing."""
    try:
        with AT_ONCE:
            return HASHER.verify(stored, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def hashed_lightly(stored: str) -> bool:
    """Whether a hash was made with other settings than today's, and so is checked in another time."""
    try:
        return HASHER.check_needs_rehash(stored)
    except InvalidHashError:
        return True


@cache
def nobodys_hash() -> str:
    """A hash to check against for unknown names, so that they take as long as known ones."""
    return hash_password(secrets.token_urlsafe(24))


def one_time_password() -> str:
    """A random password to be handed over once and changed at the first sign-in."""
    return "-".join(secrets.token_hex(3) for _ in range(3))


def weakness(password: str, account: str) -> Message | None:
    """Why `password` is not acceptable for `account`; None when it is."""
    text = normal(password)
    if len(text) < LEAST:
        return say(
            "The password has {length} characters; use at least {least}. A sentence works well.",
            length=len(text),
            least=LEAST,
        )
    if len(text) > MOST:
        return say("The password has {length} characters; use at most {most}.", length=len(text), most=MOST)
    if (besides := len(text.lower().replace(account.lower(), ""))) < LEAST:
        return say(
            "Besides the account name the password has {length} characters; use at least {least}.",
            length=besides,
            least=LEAST,
        )
    if len(set(text)) < 5:
        return say("The password repeats the same few characters; use at least five different ones.")
    return None
