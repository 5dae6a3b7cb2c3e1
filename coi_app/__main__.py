"""`python -m coi_app` is `coi`."""

import sys

from coi_app.cli import main

sys.exit(main())
