import { ApiError, announceSignedOut, refusal, send } from "./http";
import type { Method } from "./http";
import type { Permission, Role } from "./types";

/** The ledger of an organisation and who is given access: records and addresses. */

export type EntryState = "waiting" | "logged" | "cosigned" | "anchored";

export interface Anchored {
  size: number;
  epoch: number;
  root: string;
  tx_hash: string;
  block_number: number;
  block_time: string;
}
export interface Anchoring {
  id: string;
  state: string;
  old_size: number;
  new_size: number;
  reason: string;
  planned_at: string;
}
export interface ChainPlace {
  kind: "embedded" | "node" | "none";
  chain_id: number | null;
  contract: string | null;
}
export interface WitnessState {
  name: string;
  url: string;
  size: number | null;
  at: string | null;
  trouble: string;
}
export interface LedgerStatus {
  origin: string;
  tenant: string;
  size: number;
  waiting: number;
  head: { size: number; root: string; at: string; cosigned_by: string[] } | null;
  anchored: Anchored | null;
  /** Those under way or refused. */
  anchorings: Anchoring[];
  gas: { spent: number; per_session: number | null };
  chain: ChainPlace;
  witnesses: WitnessState[];
  quorum: number;
  /** One sentence that says what to do, or empty. */
  trouble: string;
}

export interface JournalActor {
  kind: string;
  id: string | null;
  name: string | null;
}
/** Who did what when; `index` is its place in the log, or null while it waits. */
export interface JournalLine {
  event: string;
  kind: string;
  at: string;
  actor: JournalActor;
  state: EntryState;
  index: number | null;
}
export interface LedgerEntry extends JournalLine {
  subject: { kind: string; id: string | null };
  seq: number | null;
  leaf: string | null;
  erased: boolean;
}
export interface EntryPage {
  results: LedgerEntry[];
  next: string | null;
}
export interface EntryFilter {
  kind: string;
  state: string;
  actor: string;
  subject: string;
  from: string;
  to: string;
}

export interface LedgerKeys {
  log: string;
  witnesses: string[];
  quorum: number;
  policy: string;
  tenant: string;
  chain: ChainPlace | null;
  sender: string | null;
  roles: { role: "admin" | "device" | "guest"; address: string; until: string | null }[];
}

export type GrantState = "requested" | "granted" | "refused" | "withdrawn" | "expired";
export interface Grant {
  id: string;
  grantee: { kind: "guest" | "device"; id: string; name: string };
  participant: { id: string; name: string };
  state: GrantState;
  reason: string;
  asked_at: string;
  decided_at: string | null;
  decided_by: string | null;
  until: string | null;
  uses: number;
  last_used_at: string | null;
}
export interface NewGrant {
  grantee: { kind: "guest" | "device"; id: string };
  participant: string;
  until: string;
  reason: string;
}

export interface ErasureCounts {
  assessments: number;
  videos: number;
  reviews: number;
  consents: number;
  journal_rows: number;
}
export interface ErasurePreview {
  name: string;
  counts: ErasureCounts;
  /** The account belongs nowhere else and can go too. */
  account: boolean;
  stays: string[];
}
export interface Erased {
  erased_at: string;
  counts: ErasureCounts;
  event: string;
}

/** A file as the server hands it out, under the name that it gives. */
export interface ServedFile {
  name: string;
  data: Uint8Array;
}

/** What a trust file asks of a proof's anchor: nothing, that it names this chain, or that it stands there now. */
export const ANCHOR_DEMANDS = ["none", "claimed", "pinned"] as const;
export type AnchorDemand = (typeof ANCHOR_DEMANDS)[number];

/** What the role allows about the ledger. */
export type LedgerPermission = "ledger:view" | "ledger:manage" | "proof:export" | "grant:list" | "grant:decide" | "grant:request" | "participant:erase";
export const may = (membership: { permissions: readonly Permission[]; role: Role }, permission: LedgerPermission): boolean => (membership.permissions as readonly string[]).includes(permission);

const org = (name: string) => `/api/v1/orgs/${encodeURIComponent(name)}`;

async function answered(method: Method, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await send(method, path, body === undefined ? {} : { body });
  } catch {
    throw new ApiError(0, "no_connection", "");
  }
  if (response.status === 401) announceSignedOut();
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}
const ask = async <T>(method: Method, path: string, body?: unknown): Promise<T> => (await answered(method, path, body)).json() as Promise<T>;

async function file(method: Method, path: string, name: string): Promise<ServedFile> {
  const response = await answered(method, path);
  const given = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: given ?? name, data: new Uint8Array(await response.arrayBuffer()) };
}

export const getLedger = (name: string) => ask<LedgerStatus>("GET", `${org(name)}/ledger`);
export const getLedgerKeys = (name: string) => ask<LedgerKeys>("GET", `${org(name)}/ledger/keys`);
export const getTrustFile = (name: string, anchor: AnchorDemand) => file("GET", `${org(name)}/ledger/trust?anchor=${anchor}`, "plumbline.trust.json");
export const getEntries = (name: string, filter: Partial<EntryFilter>, cursor: string | null) => {
  const given = Object.entries({ ...filter, cursor: cursor ?? "" }).filter(([, value]) => value !== "");
  return ask<EntryPage>("GET", `${org(name)}/ledger/entries${given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`}`);
};

export const getAccesses = (name: string, assessment: string) => ask<{ results: JournalLine[] }>("GET", `${org(name)}/assessments/${assessment}/accesses`);
export const makeProof = (name: string, assessment: string) => file("POST", `${org(name)}/assessments/${assessment}/proof`, "plumbline-proof.json");

export const getGrants = (name: string) => ask<{ results: Grant[] }>("GET", `${org(name)}/grants`);
export const postGrant = (name: string, body: NewGrant) => ask<Grant>("POST", `${org(name)}/grants`, body);
export const askForGrant = (name: string, body: { participant: string; reason: string; until: string }) => ask<Grant>("POST", `${org(name)}/grants/requests`, body);
export const decideGrant = (name: string, id: string, body: { granted: boolean; until?: string }) => ask<Grant>("POST", `${org(name)}/grants/${id}/decision`, body);
export const withdrawGrant = (name: string, id: string) => ask<Grant>("POST", `${org(name)}/grants/${id}/withdrawal`);

export const getErasure = (name: string, participant: string) => ask<ErasurePreview>("GET", `${org(name)}/participants/${participant}/erasure`);
export const postErasure = (name: string, participant: string, body: { confirm: string; account: boolean }) => ask<Erased>("POST", `${org(name)}/participants/${participant}/erasure`, body);
