"""Sending e-mail over the province's own server, as the environment describes it."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from types import TracebackType
from typing import Self

from kpi.assessment.reminders.letters import Letter

SECONDS = 20.0
STARTTLS, SSL, NONE = "starttls", "ssl", "none"
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class NotSent(Exception):  # noqa: N818 - it says what came of it
    """A letter that did not go out, with the server's words. `lost`: the server, not the address, is at fault."""

    def __init__(self, words: object, *, lost: bool) -> None:
        super().__init__(str(words) or type(words).__name__)
        self.lost = lost


@dataclass(frozen=True)
class Settings:
    """The mail server and the sender. tls: "starttls" (default), "ssl", or "none" for a server on the same machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = STARTTLS
    site: str = ""

    def __repr__(self) -> str:
        return f"Settings({self.host}:{self.port}, {self.sender})"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """KPI_SMTP_HOST, _PORT, _FROM, _USER, _PASSWORD, _TLS and KPI_SITE; None where no server is named.

    Raises ValueError for a port or a kind of encryption that is none, or without a sender.
    """
    host = environment.get("KPI_SMTP_HOST", "").strip()
    if not host:
        return None
    tls = environment.get("KPI_SMTP_TLS", STARTTLS).strip().lower()
    sender = environment.get("KPI_SMTP_FROM", "").strip()
    if tls not in (STARTTLS, SSL, NONE):
        raise ValueError(f"KPI_SMTP_TLS is “{tls}”; it must be starttls, ssl or none")
    if "@" not in sender:
        raise ValueError("KPI_SMTP_FROM must be the address the letters come from")
    port = int(environment.get("KPI_SMTP_PORT") or {STARTTLS: 587, SSL: 465, NONE: 25}[tls])
    user, password = environment.get("KPI_SMTP_USER", ""), environment.get("KPI_SMTP_PASSWORD", "")
    return Settings(host, port, sender, user, password, tls, environment.get("KPI_SITE", "").strip())


class Mailer:
    """A connection to the server, opened with the first letter and again where it was lost."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop()

    def send(self, person: str, address: str, letter: Letter) -> None:
        """Hand one letter to the server. Raises `NotSent`; the next letter may still go."""
        try:
            message = _message(self.settings, person, address, letter)
        except (ValueError, IndexError) as wrong:
            raise NotSent(wrong, lost=False) from wrong
        try:
            server = self._open()
        except (smtplib.SMTPException, OSError) as away:
            self._drop()
            raise NotSent(away, lost=True) from away
        try:
            server.send_message(message)
        except REFUSALS as refusal:
            raise NotSent(refusal, lost=False) from refusal
        except (smtplib.SMTPException, OSError) as broken:
            self._drop()
            raise NotSent(broken, lost=True) from broken

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            kept = self.settings
            if kept.tls == SSL:
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    kept.host, kept.port, timeout=SECONDS, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(kept.host, kept.port, timeout=SECONDS)
            if kept.tls == STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if kept.user:
                server.login(kept.user, kept.password)
            self._server = server
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
        self._server = None


def _message(settings: Settings, person: str, address: str, letter: Letter) -> EmailMessage:
    user, at, domain = address.strip().rpartition("@")
    if not (user and at and "." in domain) or any(sign.isspace() for sign in user + domain):
        raise ValueError(f"“{address}” is not an e-mail address")
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = Address(" ".join(person.split()), user, domain)
    message["Subject"] = letter.subject
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
