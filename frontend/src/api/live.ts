import { getEvents } from "./endpoints";
import { announceSignedOut, ApiError } from "./http";
import type { LiveEvent } from "./types";

export type LiveStatus = "connecting" | "live" | "polling" | "ended" | "refused";

export interface LiveOptions {
  org: string;
  id: string;
  after: number;
  onEvents: (events: LiveEvent[]) => void;
  onStatus?: (status: LiveStatus) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** After this many sockets that never opened, plain requests carry the events until one opens again. */
const FAILURES_BEFORE_POLLING = 2;
const POLL_MS = 2_000;

type Message = { type: "events"; events: LiveEvent[] } | { type: "end" };

/** Follows one assessment: socket first, polling beside it while no socket opens. Every event arrives once, in order. */
export function followAssessment(options: LiveOptions): () => void {
  let last = options.after;
  let socket: WebSocket | null = null;
  let failures = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let polling = false;

  const status = (value: LiveStatus) => options.onStatus?.(value);

  const deliver = (events: LiveEvent[]) => {
    const fresh = events.filter((event) => event.id > last);
    const newest = fresh.at(-1);
    if (newest === undefined) return;
    last = newest.id;
    options.onEvents(fresh);
  };

  const later = (wait_ms: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(connect, wait_ms);
  };

  const poll = async () => {
    if (polling || stopped) return;
    polling = true;
    try {
      status("polling");
      deliver((await getEvents(options.org, options.id, last)).events);
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 404)) refuse();
    } finally {
      polling = false;
    }
  };

  const refuse = () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
    status("refused");
  };

  function connect() {
    if (stopped) return;
    if (failures === 0) status("connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const address = `${scheme}//${location.host}/ws/orgs/${encodeURIComponent(options.org)}/assessments/${options.id}?after=${last}`;
    const mine = new WebSocket(address);
    socket = mine;
    mine.onopen = () => {
      failures = 0;
      status("live");
    };
    mine.onmessage = (message: MessageEvent<string>) => {
      const data = JSON.parse(message.data) as Message;
      if (data.type === "events") deliver(data.events);
      else status("ended");
    };
    mine.onclose = (event) => {
      if (stopped || socket !== mine) return;
      if (event.code === 4401) announceSignedOut();
      if (event.code === 4401 || event.code === 4404) {
        refuse();
        return;
      }
      failures += 1;
      if (failures >= FAILURES_BEFORE_POLLING) void poll();
      const wait_ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      later(failures >= FAILURES_BEFORE_POLLING ? Math.min(wait_ms, POLL_MS) : wait_ms);
    };
  }

  const wake = () => {
    if (document.visibilityState !== "visible" || stopped) return;
    if (socket === null || socket.readyState === WebSocket.CLOSED) connect();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  connect();

  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", wake);
    socket?.close();
  };
}
