/** One clip on its way to the server, as it is kept in the browser until it has arrived. */
export interface Entry {
  id: string;
  user: string;
  org: string;
  kind: "file" | "film";
  filename: string;
  type: string;
  exercise: string | null;
  participant: string | null;
  /** Bytes; null while a film still grows. */
  size: number | null;
  lastModified: number;
  createdAt: number;
  state: EntryState;
  /** Where tus goes on, once the server has named it. */
  url: string | null;
  assessment: string | null;
  /** Bytes the server has confirmed. */
  offset: number;
  /** The server's sentence, when it refused. */
  reason: string | null;
  /** False: the browser had no room for the bytes, so a closed tab needs the file to be picked again. */
  kept: boolean;
}

/**
 * waiting -> sending -> sent
 *            sending <-> offline (no connection; tried again by itself)
 *            sending <-> paused (by hand)
 *            sending -> refused (the server said no; by hand again, or away)
 * lost: the tab was closed and the bytes were not kept.
 */
export type EntryState = "waiting" | "sending" | "paused" | "offline" | "refused" | "lost" | "sent";

export const isOver = (entry: Entry) => entry.state === "sent";
/** A film that still grows counts as unsent too. */
export const isUnsent = (entry: Entry) => entry.state !== "sent";

/** The next one to send: films first (someone is waiting in front of the camera), then in order of arrival. */
export function nextEntry(entries: readonly Entry[]): Entry | null {
  const ready = entries.filter((entry) => entry.state === "waiting" || entry.state === "sending" || entry.state === "offline");
  return ready.toSorted((a, b) => Number(b.kind === "film") - Number(a.kind === "film") || a.createdAt - b.createdAt)[0] ?? null;
}
