"""An S3-compatible server on loopback: moto in server mode, in a process of its own."""

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

#: What a user sets to reach such a server; the credentials are those that moto takes.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}  # fmt: skip


@contextmanager
def s3_server():
    """Start a server and hand out its address, until the block ends."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    # A file and not a pipe: it writes a line for each request, and nobody reads them.
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **ENVIRONMENT})
        try:
            yield _address(server, said)
        finally:
            server.kill()
            server.wait()


def _address(server, said):
    while server.poll() is None:
        said.seek(0)
        if found := re.search(r"http://127\.0\.0\.1:\d+", said.read()):
            return found[0]
        time.sleep(0.1)
    said.seek(0)
    raise AssertionError(f"moto did not start: {said.read()}")
