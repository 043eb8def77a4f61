"""`python -m assessment`."""

import sys

from assessment.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
