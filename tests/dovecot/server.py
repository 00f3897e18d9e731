"""A real Dovecot on loopback: its own certificate, mailboxes of its own, no root needed."""

import base64
import grp
import hashlib
import hmac
import imaplib
import json
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from generator.publish.drafts.imap import Account

USER, PASSWORD = "desk@example.org", 'a "quoted" \\ pass word'
SMALL = "small@example.org"
FOREIGN, FOREIGN_PASSWORD = "entwürfe@example.org", "geheim für alle"
_KEY = b"a key that the authority and the server share"

_CONFIG = """
base_dir = {run}/run
state_dir = {run}/state
log_path = {run}/log
listen = 127.0.0.1
protocols = imap
ssl = yes
ssl_cert = <{run}/server.pem
ssl_key = <{run}/server.key
auth_mechanisms = plain login xoauth2
auth_username_chars =
auth_failure_delay = 0
auth_verbose = yes
{rights}
first_valid_uid = 1
mail_location = maildir:{run}/mail/%u
mail_plugins = quota
mail_fsync = never
{more}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {drafts} {{
    special_use = {use}
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {run}/oauth2
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN {run}/users
}}
userdb {{
  driver = passwd-file
  args = {run}/users
  default_fields = uid={uid} gid={gid} home={run}/mail
}}
plugin {{
  quota = maildir:Mailbox
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service imap {{
  process_min_avail = 1
  service_count = 0
}}
service auth {{
  client_limit = 2000
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
_OWN_RIGHTS = """
default_internal_user = {name}
default_login_user = {name}
default_internal_group = {group}
"""


class Dovecot:
    """A server with its mailboxes; the certificate is for ``localhost`` and vouches for itself."""

    def __init__(self, program, *, drafts="Drafts", use="\\Drafts", more=""):
        # Not below pytest's folders: they are closed to the user that owns the mailboxes, and sockets' paths are short.
        self.run = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.run.chmod(0o755)
        self.plain, self.tls = _free_port(), _free_port()
        self.certificate, self.key = self.run / "server.pem", self.run / "server.key"
        make_certificate(self.certificate, self.key)
        (self.run / "users").write_text(
            f"{USER}:{PASSWORD}::::::\n{SMALL}:{PASSWORD}::::::userdb_quota_rule=*:storage=3K\n{FOREIGN}:{FOREIGN_PASSWORD}::::::\n"
        )
        self._write_oauth()
        config = self.run / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                run=self.run, plain=self.plain, tls=self.tls, drafts=drafts, use=use, more=more, **self._owner()
            )
        )
        self._process = subprocess.Popen([program, "-F", "-c", str(config)])
        self._wait()

    def end(self):
        """Tell the server to end, which takes a second."""
        self._process.terminate()

    def clear(self):
        """Wait until it has, and take away what it kept."""
        self._process.wait(10)
        shutil.rmtree(self.run)

    def account(self, **also):
        """Return how to reach the mailbox of the tests."""
        usual = {"host": "localhost", "user": USER, "port": self.tls, "ca_file": self.certificate, "timeout": 10}
        if "token" not in also:
            usual["password"] = PASSWORD
        return Account(**{**usual, **also})

    def reader(self, **also):
        """Return a second program at a mailbox."""
        return Reader(self, **also)

    def token(self, user=USER, *, key=_KEY):
        """Return an access token for a mailbox, as an authority would."""
        head, body = ({"alg": "HS256", "typ": "JWT"}, {"sub": user, "iat": 0, "exp": 4_000_000_000})
        signed = ".".join(_urlsafe(json.dumps(part).encode()) for part in (head, body))
        return f"{signed}.{_urlsafe(hmac.digest(key, signed.encode(), hashlib.sha256))}"

    def _write_oauth(self):
        keys = self.run / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_text(base64.b64encode(_KEY).decode())
        (self.run / "oauth2").write_text(
            f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={self.run}/keys/\n"
            "username_attribute = sub\n"
        )

    def _owner(self):
        mail = self.run / "mail"
        mail.mkdir()
        if os.geteuid() == 0:
            # Dovecot gives no mailbox to root; the package made users for the rest.
            nobody = pwd.getpwnam("nobody")
            os.chown(mail, nobody.pw_uid, nobody.pw_gid)
            return {"uid": nobody.pw_uid, "gid": nobody.pw_gid, "rights": ""}
        me = pwd.getpwuid(os.geteuid())
        group = grp.getgrgid(me.pw_gid).gr_name
        return {"uid": me.pw_uid, "gid": me.pw_gid, "rights": _OWN_RIGHTS.format(name=me.pw_name, group=group)}

    def _wait(self):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.tls), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.end()
        self.clear()
        raise AssertionError("Dovecot does not start")


class Reader:
    """A second program at a mailbox, by the standard library alone: it sees what an editor's program sees."""

    def __init__(self, server, *, user=USER, password=PASSWORD, drafts="Drafts"):
        context = ssl.create_default_context(cafile=server.certificate)
        self._imap = imaplib.IMAP4_SSL("localhost", server.tls, ssl_context=context, timeout=10)
        self._imap.login(f'"{user}"', password)
        self._drafts = drafts

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._imap.logout()

    def open(self, folder=""):
        """Look into a folder as it is now."""
        assert self._imap.select(f'"{folder or self._drafts}"')[0] == "OK"

    def numbers(self, folder=""):
        """Return the messages that are not marked as deleted."""
        self.open(folder)
        return self._imap.uid("SEARCH", "UNDELETED")[1][0].split()

    def messages(self, folder=""):
        """Return flags and bytes of each of them."""
        found = []
        for number in self.numbers(folder):
            (told, message), *_ = self._imap.uid("FETCH", number, "(FLAGS BODY.PEEK[])")[1]
            found.append((set(imaplib.ParseFlags(told)), message))
        return found

    def structure(self):
        """Return what the server makes of the only draft."""
        (number,) = self.numbers()
        return self._imap.uid("FETCH", number, "(BODYSTRUCTURE)")[1][0]

    def put(self, message, folder="", flags="(\\Draft)"):
        """Lay a message into a folder."""
        assert self._imap.append(f'"{folder or self._drafts}"', flags, "", message)[0] == "OK"

    def mark_deleted(self, number):
        """Delete a message as an editor's program does, without clearing it out."""
        self._imap.uid("STORE", number, "+FLAGS", "(\\Deleted)")

    def deleted(self):
        """Return the messages that are marked as deleted and were not cleared out."""
        self.open()
        return self._imap.uid("SEARCH", "DELETED")[1][0].split()

    def empty(self, folder):
        """Throw everything away."""
        self.open(folder)
        self._imap.uid("STORE", "1:*", "+FLAGS", "(\\Deleted)")
        self._imap.expunge()


def make_certificate(certificate, key):
    """Make a certificate for ``localhost`` with the program that Dovecot's package needs anyway."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key),
         "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _urlsafe(part):
    return base64.urlsafe_b64encode(part).decode().rstrip("=")
