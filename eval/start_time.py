"""``python3 eval/start_time.py``: how long ``make run`` takes until the page answers, in seconds.

Needs nothing but the standard library, so that it can be run in a fresh clone before anything is installed.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:7860/"
LIMIT = 900


def main() -> int:
    """Starts ``make run``, waits for the page, prints the seconds and stops what it started."""
    begin = time.monotonic()
    server = subprocess.Popen(["make", "run"], start_new_session=True)
    try:
        while time.monotonic() - begin < LIMIT:
            if server.poll() is not None:
                return 1
            try:
                with urllib.request.urlopen(ADDRESS, timeout=5) as page:
                    if page.status == 200:
                        sys.stdout.write(f"make run: the page answered after {time.monotonic() - begin:.1f} s\n")
                        return 0
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        return 1
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=30)


if __name__ == "__main__":
    raise SystemExit(main())
