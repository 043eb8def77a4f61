"""What the ledger refuses."""

from base import errors


class PersonErased(errors.PlumblineError):
    """A key was asked for that an erasure destroyed."""

    code = "person_erased"
    status = 410
    sentence = "This person's data was erased. What the log holds of it opens for nobody any more."


class NotInLog(errors.Conflict):
    code = "not_in_log"
    sentence = "This has not reached the log yet. Try again in a moment."


class NotProvable(errors.Conflict):
    """The record can no longer be taken apart as it was when its leaf was made."""

    code = "not_provable"
    sentence = (
        "What was recorded then has been replaced since. Export the proof of what stands now."
    )


class Halted(errors.PlumblineError):
    """The log signs nothing until somebody has looked at why it is behind."""

    code = "ledger_halted"
    status = 503
    sentence = "The ledger has stopped signing. Ask your administrator to look at the ledger page."


class NothingLost(errors.Conflict):
    code = "ledger_whole"
    sentence = "This log can go on as it is; a new one would only confuse those who follow it."


class NotConfigured(errors.PlumblineError):
    code = "ledger_not_configured"
