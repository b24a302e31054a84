"""`python -m journal_tui` is the same as `journal`."""

import sys

from journal_tui.main import main

sys.exit(main())
