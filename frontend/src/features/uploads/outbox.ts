import { announceSignedOut } from "../../api/http";
import { Growing } from "./growing";
import { isUnsent, nextEntry } from "./entries";
import type { Entry } from "./entries";
import { sendEntry } from "./sender";
import { Speed } from "./speed";
import * as store from "./store";

/** What the pages show of one clip on its way. */
export interface Sending extends Entry {
  /** Bytes handed to the network, confirmed or not. */
  sent: number;
  bytesPerSecond: number | null;
  /** Bytes filmed so far; equals `size` once the film is over. */
  recorded: number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;
const LOCK = "plumbline-outbox";

let list: readonly Sending[] = [];
let user: string | null = null;
let stopSending: (() => void) | null = null;
let active: string | null = null;
let wait_ms = FIRST_WAIT_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
let holdsLock = false;
const bytesOf = new Map<string, Growing>();
const speeds = new Map<string, Speed>();
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(LOCK);

export const getOutbox = (): readonly Sending[] => list;
export function watchOutbox(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const unsentCount = () => list.filter(isUnsent).length;

function publish(next: readonly Sending[]): void {
  list = next;
  for (const listener of listeners) listener();
}

function change(id: string, values: Partial<Sending>, keep = true): void {
  publish(list.map((entry) => (entry.id === id ? { ...entry, ...values } : entry)));
  const entry = list.find((item) => item.id === id);
  if (keep && entry !== undefined) void save(entry);
}

async function save(entry: Sending): Promise<void> {
  const { sent: _sent, bytesPerSecond: _speed, recorded: _recorded, ...plain } = entry;
  // Without storage the upload still runs; only a closed tab would end it, and `kept` says so.
  await store.saveEntry(plain).catch(() => undefined);
  channel?.postMessage("changed");
}

/** Loads what a closed tab left behind and goes on. One tab at a time sends; the others wait for its lock. */
export function startOutbox(userId: string): () => void {
  let ended = false;
  let release: (() => void) | null = null;
  user = userId;
  const begin = async () => {
    if (ended) return;
    holdsLock = true;
    await restore();
    pump();
    await new Promise<void>((resolve) => {
      release = resolve;
      if (ended) resolve();
    });
  };
  if ("locks" in navigator) void navigator.locks.request(LOCK, begin);
  else void begin();
  const wake = () => {
    wait_ms = FIRST_WAIT_MS;
    if (document.visibilityState === "visible" && active === null) pump();
  };
  const reread = () => {
    if (active === null) void restore().then(pump);
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  channel?.addEventListener("message", reread);
  return () => {
    ended = true;
    holdsLock = false;
    release?.();
    stop();
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", wake);
    channel?.removeEventListener("message", reread);
  };
}

async function restore(): Promise<void> {
  const stored = await store.loadEntries().catch(() => [] as Entry[]);
  const known = new Set(list.map((entry) => entry.id));
  const fresh = stored
    .filter((entry) => entry.user === user && !known.has(entry.id) && entry.state !== "sent")
    .map((entry): Sending => ({ ...entry, state: revived(entry), sent: entry.offset, bytesPerSecond: null, recorded: entry.size ?? 0 }));
  if (fresh.length > 0) publish([...list, ...fresh]);
}

function revived(entry: Entry): Entry["state"] {
  if (entry.state === "paused" || entry.state === "refused") return entry.state;
  return entry.kept ? "waiting" : "lost";
}

async function bytesFor(entry: Sending): Promise<Growing | null> {
  const known = bytesOf.get(entry.id);
  if (known !== undefined) return known;
  const pieces = await store.loadPieces(entry.id).catch(() => [] as Blob[]);
  // A tab closed while filming: what was kept is the film.
  const bytes = new Growing(pieces, true);
  if (bytes.size === 0) return null;
  bytesOf.set(entry.id, bytes);
  return bytes;
}

function pump(): void {
  clearTimeout(timer);
  if (!holdsLock || active !== null) return;
  const entry = nextEntry(list) as Sending | null;
  if (entry === null) return;
  active = entry.id;
  void bytesFor(entry).then((bytes) => {
    if (active !== entry.id) return;
    if (bytes === null) {
      active = null;
      change(entry.id, { state: "lost" });
      pump();
      return;
    }
    const speed = new Speed();
    speeds.set(entry.id, speed);
    change(entry.id, { state: "sending", reason: null, ...(bytes.complete ? { size: bytes.size } : {}) });
    stopSending = sendEntry(entry, bytes, {
      onPlace: ({ url, assessment }) => change(entry.id, { url, assessment }),
      onProgress: (sent) => {
        wait_ms = FIRST_WAIT_MS;
        speed.add(Date.now(), sent);
        change(entry.id, { sent, bytesPerSecond: speed.bytesPerSecond(), ...(navigator.onLine ? { state: "sending" } : {}) }, false);
      },
      onConfirmed: (offset) => change(entry.id, { offset }),
      onSent: () => void arrived(entry.id),
      onFailed: (failure) => failed(entry.id, failure),
    });
  });
}

async function arrived(id: string): Promise<void> {
  release(id);
  const size = bytesOf.get(id)?.size ?? 0;
  bytesOf.delete(id);
  change(id, { state: "sent", size, sent: size, offset: size, reason: null }, false);
  await store.removeEntry(id).catch(() => undefined);
  pump();
}

function failed(id: string, failure: { kind: string; sentence: string | null }): void {
  release(id);
  if (failure.kind === "refused") {
    change(id, { state: "refused", reason: failure.sentence });
    pump();
    return;
  }
  if (failure.kind === "signed_out") announceSignedOut();
  if (failure.kind === "gone") change(id, { url: null, offset: 0, sent: 0 });
  change(id, { state: "offline", bytesPerSecond: null });
  timer = setTimeout(pump, wait_ms);
  wait_ms = Math.min(LONGEST_WAIT_MS, wait_ms * 2);
}

function release(id: string): void {
  if (active !== id) return;
  active = null;
  stopSending = null;
}

function stop(): void {
  clearTimeout(timer);
  stopSending?.();
  stopSending = null;
  active = null;
}

export interface NewClip {
  org: string;
  exercise: string | null;
  participant: string | null;
}

function blank(clip: NewClip): Omit<Sending, "kind" | "filename" | "type" | "size" | "lastModified"> {
  return {
    ...clip, id: crypto.randomUUID(), user: user ?? "", createdAt: Date.now(), state: "waiting", url: null, assessment: null,
    offset: 0, reason: null, kept: true, sent: 0, bytesPerSecond: null, recorded: 0,
  };
}

/** A picked file. Picking the same one again continues an upload whose bytes were lost with a closed tab. */
export async function addFile(file: File, clip: NewClip): Promise<void> {
  const lost = list.find((entry) => entry.state === "lost" && entry.filename === file.name && entry.size === file.size && entry.lastModified === file.lastModified);
  const entry: Sending = lost ?? { ...blank(clip), kind: "file", filename: file.name, type: file.type || "video/mp4", size: file.size, lastModified: file.lastModified };
  bytesOf.set(entry.id, new Growing([file], true));
  if (lost === undefined) publish([...list, entry]);
  change(entry.id, { state: "waiting" });
  pump();
  try {
    await store.savePiece(entry.id, 0, file);
  } catch {
    change(entry.id, { kept: false });
  }
}

/** A film that begins now; its pieces are sent while it goes on. */
export interface FilmInProgress {
  id: string;
  add: (piece: Blob) => void;
  finish: () => void;
}

export function addFilm(filename: string, type: string, clip: NewClip): FilmInProgress {
  const entry: Sending = { ...blank(clip), kind: "film", filename, type, size: null, lastModified: Date.now() };
  const bytes = new Growing();
  let n = 0;
  bytesOf.set(entry.id, bytes);
  publish([...list, entry]);
  return {
    id: entry.id,
    add: (piece) => {
      if (piece.size === 0) return;
      bytes.push(piece);
      change(entry.id, { recorded: bytes.size }, false);
      const number = n++;
      void store.savePiece(entry.id, number, piece).catch(() => change(entry.id, { kept: false }));
      if (number === 0) {
        change(entry.id, { state: "waiting" });
        pump();
      }
    },
    finish: () => {
      bytes.finish();
      change(entry.id, { size: bytes.size });
      if (bytes.size === 0) void discard(entry.id);
      else pump();
    },
  };
}

export function pauseEntry(id: string): void {
  if (active === id) stop();
  change(id, { state: "paused", bytesPerSecond: null });
  pump();
}

export function resumeEntry(id: string): void {
  wait_ms = FIRST_WAIT_MS;
  change(id, { state: "waiting", reason: null });
  pump();
}

/** Takes the clip out of the queue; with an upload begun, the server is told to forget it by the caller. */
export async function discard(id: string): Promise<void> {
  if (active === id) stop();
  bytesOf.delete(id);
  publish(list.filter((entry) => entry.id !== id));
  await store.removeEntry(id).catch(() => undefined);
  pump();
}

export async function wipeOutbox(): Promise<void> {
  stop();
  bytesOf.clear();
  publish([]);
  await store.removeAll().catch(() => undefined);
}
