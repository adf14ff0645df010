"""The site: settings, addresses, background jobs, health, and the server.

The version check stands here because every way to start the site imports this package first.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place where an older one is met
    sys.exit(
        "True MLD needs Python 3.11 or newer; this is {}.{}. "
        "Install one and name it: make run PYTHON=python3.11".format(*sys.version_info[:2])
    )
