import { DetailedError, Upload } from "tus-js-client";
import { uploadsAddress } from "../../api/endpoints";
import { csrfToken } from "../../api/http";
import type { Problem } from "../../api/types";
import type { Entry } from "./entries";
import type { Growing } from "./growing";

/** One request carries at most this much, so that a lost connection repeats little. */
const CHUNK_BYTES = 2 * 1024 * 1024;

export interface SenderEvents {
  onPlace: (place: { url: string; assessment: string | null }) => void;
  onProgress: (sent: number) => void;
  onConfirmed: (offset: number) => void;
  onSent: () => void;
  /** `gone`: the server no longer knows this upload. `refused`: it will never take it. Else: try again. */
  onFailed: (failure: { kind: "gone" | "refused" | "signed_out" | "retry"; sentence: string | null }) => void;
}

/**
 * One attempt to send one clip. The trap it avoids: given an endpoint, tus-js-client starts a new upload
 * whenever the question for the offset fails, also when the server merely restarts; so a known upload has no endpoint.
 */
export function sendEntry(entry: Entry, bytes: Growing, events: SenderEvents): () => void {
  let stopped = false;
  let assessment = entry.assessment;
  // A film's upload was begun without a length; the server learns it with the last piece, whenever that is sent.
  const lengthLater = !bytes.complete || (entry.kind === "film" && entry.url !== null);
  const metadata: Record<string, string> = { filename: entry.filename, filetype: entry.type };
  if (entry.exercise !== null) metadata.exercise = entry.exercise;
  if (entry.participant !== null) metadata.participant = entry.participant;

  const upload: Upload = new Upload(new Blob(), {
    endpoint: entry.url === null ? uploadsAddress(entry.org) : null,
    uploadUrl: entry.url,
    metadata,
    chunkSize: CHUNK_BYTES,
    uploadLengthDeferred: lengthLater,
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: () => Promise.resolve(entry.id),
    fileReader: {
      openFile: () =>
        Promise.resolve({
          size: bytes.size,
          slice: (start: number, end: number) => bytes.read(start, end, () => stopped),
          close: () => undefined,
        }),
    },
    onBeforeRequest: (request) => {
      request.setHeader("X-CSRFToken", csrfToken());
      if (request.getMethod() === "POST") request.setHeader("Idempotency-Key", entry.id);
    },
    onAfterResponse: (_request, response) => {
      assessment = response.getHeader("Plumbline-Assessment") ?? assessment;
    },
    onUploadUrlAvailable: () => {
      if (upload.url === null) return;
      upload.options.endpoint = null;
      events.onPlace({ url: new URL(upload.url, location.origin).pathname, assessment });
    },
    onProgress: (sent) => events.onProgress(sent),
    onChunkComplete: (_size, accepted) => events.onConfirmed(accepted),
    onSuccess: () => events.onSent(),
    onError: (error) => {
      if (!stopped) events.onFailed(failureOf(error));
    },
  });
  upload.start();
  return () => {
    stopped = true;
    void upload.abort();
    bytes.wake();
  };
}

function failureOf(error: Error): Parameters<SenderEvents["onFailed"]>[0] {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === 404 || status === 410) return { kind: "gone", sentence: sentenceOf(response?.getBody()) };
  if (status === 401) return { kind: "signed_out", sentence: null };
  // 409: offsets differ; 423: the lock of a dead connection; 429: too often. All pass with time.
  if (status >= 400 && status < 500 && ![408, 409, 423, 425, 429, 460].includes(status)) {
    return { kind: "refused", sentence: sentenceOf(response?.getBody()) };
  }
  return { kind: "retry", sentence: null };
}

function sentenceOf(body: string | undefined): string | null {
  if (body === undefined || body === "") return null;
  try {
    return (JSON.parse(body) as Partial<Problem>).detail ?? null;
  } catch {
    return null;
  }
}
