"""What the journal refuses."""

from base.errors import PlumblineError


class OutsideTransaction(PlumblineError):
    code = "journal_outside_transaction"


class JournalFixed(PlumblineError):
    """A programming error: the journal is only ever added to."""

    code = "journal_fixed"
