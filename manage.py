"""Django's command line, with platform/ on the path."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings.embedded")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
