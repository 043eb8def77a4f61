"""Bytes from a connection into the store: hashed, bounded, durable before they are acknowledged."""

from base.errors import PlumblineError
from uploads import hashing, services
from uploads.errors import ChecksumMismatch, ConnectionIdle, UploadLocked, UploadTooLarge
from uploads.headers import Checksum
from uploads.lease import Lease
from uploads.models import Upload
from uploads.store import Store, Writer, chosen
from uploads.threads import in_tenant, in_thread
from uploads.wire import Call, End


async def take_in(
    call: Call, lease: Lease, upload: Upload, checksum: Checksum | None = None
) -> Upload:
    """Append the body of `call` to `upload`, whose offset is the store's; the row as it is then.

    What arrived is kept whatever happens, unless a checksum covers it and was not met. `call.end`
    says how it ended. Raises ChecksumMismatch, UploadTooLarge, QuotaExceeded, UploadLocked,
    ConnectionIdle.
    """
    store = chosen()
    upload = await _located(store, lease, upload)
    running = await _resumed(store, lease, upload)
    held = checksum is not None
    writer = await in_thread(store.writer, upload.place, upload.offset_bytes, held=held)
    try:
        return await _Intake(
            call, lease, upload, writer=writer, running=running, checksum=checksum
        ).run()
    finally:
        await in_thread(writer.close)


async def completed(lease: Lease, upload: Upload) -> Upload:
    """Finish an upload all of whose bytes are stored; heals a crash at the very end."""
    store = chosen()
    if not await in_thread(store.is_whole, upload.place):
        writer = await in_thread(store.writer, upload.place, upload.offset_bytes, held=False)
        try:
            await in_thread(writer.finish)
        finally:
            await in_thread(writer.close)
    return await _finished(store, lease, upload, upload.offset_bytes, None)


async def _located(store: Store, lease: Lease, upload: Upload) -> Upload:
    if not upload.store_ref:
        upload.store_ref = await in_thread(store.begin, upload.store_key)
        if upload.store_ref:
            await in_tenant(
                lease.tenant_id,
                services.upload_located,
                upload_id=upload.id,
                owner=lease.owner,
                ref=upload.store_ref,
            )
    return upload


async def _resumed(store: Store, lease: Lease, upload: Upload) -> hashing.Running:
    offset = upload.offset_bytes
    try:
        return await in_thread(
            hashing.resume,
            upload.id,
            offset,
            lambda: store.prefix(upload.place, offset),
            lease.stop.is_set,
        )
    except hashing.Interrupted as asked:
        raise UploadLocked from asked


async def _finished(
    store: Store, lease: Lease, upload: Upload, size: int, digest: str | None
) -> Upload:
    if digest is None:
        digest = await in_thread(lambda: hashing.of(store.whole(upload.place)))
    return await in_tenant(
        lease.tenant_id, services.upload_finish, upload_id=upload.id, size=size, sha256=digest
    )


class _Intake:
    """One body on its way; its parts are steps of `run`."""

    def __init__(
        self,
        call: Call,
        lease: Lease,
        upload: Upload,
        *,
        writer: Writer,
        running: hashing.Running,
        checksum: Checksum | None,
    ) -> None:
        self._call, self._lease, self._upload = call, lease, upload
        self._writer, self._running, self._checksum = writer, running, checksum
        self._before = running.copy() if checksum else running
        is_deferred = upload.size_bytes is None
        self._allowance = upload.reserved_bytes if is_deferred else upload.size_bytes or 0

    async def run(self) -> Upload:
        refusal: PlumblineError | None = None
        try:
            async for chunk in self._call.chunks(self._lease.stop):
                await self._admit(len(chunk))
                await in_thread(self._put, chunk)
        except PlumblineError as error:
            refusal = error
        if self._lease.is_lost:
            raise UploadLocked
        if self._checksum and not await self._is_proven(self._checksum, refusal):
            refusal = refusal or (ChecksumMismatch() if self._is_complete else None)
        upload = await self._settled()
        if refusal is None and self._call.end is End.IDLE:
            refusal = ConnectionIdle()
        if refusal is not None:
            raise refusal
        return upload

    @property
    def _is_complete(self) -> bool:
        return self._call.end is End.COMPLETE

    async def _admit(self, count: int) -> None:
        end = self._writer.position + count
        if end <= self._allowance:
            return
        if self._upload.size_bytes is not None:
            raise UploadTooLarge("More bytes came than Upload-Length says.")
        self._allowance = await in_tenant(
            self._lease.tenant_id,
            services.upload_allowance_extend,
            upload_id=self._upload.id,
            owner=self._lease.owner,
            needed=end,
        )

    def _put(self, chunk: bytes) -> None:
        self._writer.write(chunk)
        self._running.update(chunk)
        if self._checksum:
            self._checksum.update(chunk)

    async def _is_proven(self, checksum: Checksum, refusal: PlumblineError | None) -> bool:
        """Whether the checksum holds; else the bytes are dropped, as if they had never come."""
        if checksum.is_met and self._is_complete and refusal is None:
            return True
        await in_thread(self._writer.drop)
        self._running = self._before
        return False

    async def _settled(self) -> Upload:
        upload, lease = self._upload, self._lease
        if self._writer.position == upload.size_bytes:
            await in_thread(self._writer.finish)
            digest = self._running.hexdigest()
            return await _finished(chosen(), lease, upload, upload.size_bytes, digest)
        offset = await in_thread(self._writer.commit)
        hashing.keep(upload.id, self._running)
        return await in_tenant(
            lease.tenant_id,
            services.upload_moved,
            upload=upload,
            owner=lease.owner,
            offset=offset,
        )
