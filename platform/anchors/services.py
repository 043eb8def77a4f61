"""What other apps ask of the ledger."""

from anchors.keys import subject_forget, subject_key
from anchors.sequencer import sequence, tenants_waiting

__all__ = ["sequence", "subject_forget", "subject_key", "tenants_waiting"]
