/** In this order: what every server and player reads best. Without sound: no microphone prompt, less personal data. */
const TYPES = ["video/mp4;codecs=avc1.42E01E", "video/mp4;codecs=avc1.640028", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const SLICE_MS = 1_000;
/** Chromium hands out mp4 only at key frames, so they come each second. */
const KEY_FRAME_MS = 1_000;
const BITS_PER_SECOND = 6_000_000;

export function recordingType(): string | null {
  if (typeof MediaRecorder === "undefined") return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

export interface Recording {
  /** What the browser really makes, which may differ from what was asked. */
  type: string;
  stop: () => Promise<void>;
}

export function startRecording(stream: MediaStream, type: string, onPiece: (piece: Blob) => void): Recording {
  const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration?: number } = { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND, videoKeyFrameIntervalDuration: KEY_FRAME_MS };
  const recorder = new MediaRecorder(stream, options);
  const ended = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => resolve();
  });
  recorder.ondataavailable = (event) => {
    if (event.data.size > 0) onPiece(event.data);
  };
  recorder.start(SLICE_MS);
  return {
    type: recorder.mimeType || type,
    stop: async () => {
      if (recorder.state !== "inactive") recorder.stop();
      await ended;
    },
  };
}

export const extensionOf = (type: string) => (type.includes("mp4") ? "mp4" : type.includes("matroska") ? "mkv" : "webm");
