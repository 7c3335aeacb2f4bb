"""Settings of gunicorn, for `make run` and for deploy/mix.service alike."""

import os
from pathlib import Path

from gunicorn import util

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
# For whoever writes code; settings allow DEBUG in development alone.
is_development = os.environ.get("MIX_ENV") == "development"
reload = is_development and os.environ.get("DEBUG", "0") not in ("", "0")

# The heartbeat file must not wait for a disk: a slow one looks like a dead worker.
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108
# It would be opened in the home of whoever runs the site, and nobody uses it.
control_socket_disable = True
# X-Forwarded-* counts only when nginx, on this machine, has written it.
forwarded_allow_ips = "127.0.0.1"

# nginx writes the access log; here only what went wrong.
accesslog = None
errorlog = "-"
loglevel = "warning"


ERROR_PAGES = Path(__file__).with_name("errors")


def write_own_error(sock, status, reason, message):
    """Answer what gunicorn refuses by itself, such as an endless address.

    gunicorn has no setting for this page; `message` may quote the visitor's bytes
    and is not shown.
    """
    page = ERROR_PAGES / f"{status}.html"
    body = (page if page.exists() else ERROR_PAGES / "400.html").read_bytes()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("ascii") + body)


util.write_error = write_own_error


def when_ready(server):
    # A terminal that closes sends HUP: to gunicorn that means "reload", and the
    # server would live on with nobody to stop it.
    if is_development:
        server.handle_hup = server.handle_term
