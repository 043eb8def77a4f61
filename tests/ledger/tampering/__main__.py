import json

from tests.ledger.tampering.table import table
from tests.ledger.vectors import OWN

target = OWN / "tampering.json"
target.write_text(json.dumps(table(), ensure_ascii=True, indent=1) + "\n")
