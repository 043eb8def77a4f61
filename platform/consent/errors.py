"""What consent refuses."""

from base import errors


class ConsentNeeded(errors.Refused):
    code = "consent_needed"
    sentence = (
        "This person has not agreed to being filmed and assessed yet. "
        "Ask for the agreement first, on the consent page."
    )


class VersionOutdated(errors.Conflict):
    code = "consent_version_outdated"
    sentence = "The text has changed meanwhile. Reload the page and read it again."


class NothingToWithdraw(errors.Conflict):
    code = "consent_not_given"
    sentence = "There is no agreement in force that could be taken back."
