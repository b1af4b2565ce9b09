"""`python -m rapport.cli` is the same as `rapport`."""

from rapport.cli.main import main

raise SystemExit(main())
