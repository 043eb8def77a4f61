"""Refusals of the upload protocol; those of tus carry its status numbers (tus 1.0, section 5)."""

from collections.abc import Mapping

from base.errors import PlumblineError


class UploadProblem(PlumblineError):
    """Adds the protocol's own headers to a refusal."""

    def __init__(
        self,
        sentence: str | None = None,
        *,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence, code=code, fields=fields)
        self.headers = dict(headers or {})


class VersionUnknown(UploadProblem):
    code = "tus_version_unknown"
    status = 412
    sentence = "This server speaks tus 1.0.0. Send the header Tus-Resumable: 1.0.0."


class MethodNotAllowed(UploadProblem):
    code = "method_not_allowed"
    status = 405
    sentence = "This address does not take that method. The header Allow lists those it takes."


class WrongContentType(UploadProblem):
    code = "content_type"
    status = 415
    sentence = "Send the bytes as Content-Type application/offset+octet-stream."


class OffsetMismatch(UploadProblem):
    code = "offset_mismatch"
    status = 409
    sentence = "The server holds another number of bytes. Ask with HEAD and go on from there."


class UploadFinished(UploadProblem):
    code = "upload_finished"
    status = 409
    sentence = "This upload is complete and belongs to its assessment; it cannot be removed here."


class UploadGone(UploadProblem):
    code = "upload_gone"
    status = 410
    sentence = "This upload was cancelled or waited too long. Begin a new one."


class UploadTooLarge(UploadProblem):
    code = "too_large"
    status = 413
    sentence = "This file is larger than your organisation allows. Send a shorter clip."


class QuotaExceeded(UploadProblem):
    code = "quota_exceeded"
    status = 413
    sentence = "Your organisation's storage is full. Ask an administrator to make room."


class UploadLocked(UploadProblem):
    code = "upload_locked"
    status = 423
    sentence = "Another connection is sending this upload. Wait a moment and try again."


class ConnectionIdle(UploadProblem):
    code = "connection_idle"
    status = 408
    sentence = (
        "No bytes arrived for a while. What came is kept; go on from the offset that HEAD tells."
    )


class ChecksumMismatch(UploadProblem):
    code = "checksum_mismatch"
    status = 460
    sentence = "These bytes changed on the way and were discarded. Send them again."


class TooManyOpen(UploadProblem):
    code = "too_many_open_uploads"
    status = 429
    sentence = "Too many unfinished uploads. Finish or cancel some, then begin a new one."
