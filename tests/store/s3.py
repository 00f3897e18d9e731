"""An S3-compatible server on loopback: moto in server mode, in a process of its own."""

import os
import re
import subprocess
import sys
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
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **ENVIRONMENT}
    ) as server:
        said = ""
        while (found := re.search(r"http://127\.0\.0\.1:\d+", said)) is None:
            line = server.stderr.readline()
            assert line, f"moto did not start: {said}"
            said += line
        try:
            yield found[0]
        finally:
            server.kill()
            server.stderr.close()
