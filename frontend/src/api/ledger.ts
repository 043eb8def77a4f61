import { answer, client } from "./client";
import { ApiError, announceSignedOut, refusal, send } from "./http";
import type { Method } from "./http";
import type { components } from "./schema.gen";
import type { Page, Permission, Role } from "./types";

/** The ledger of an organisation and who is given access: records and addresses. */

type S = components["schemas"];

export type EntryState = S["EntryStateEnum"];
export type LedgerStatus = S["LedgerStatus"];
export type LedgerKeys = S["LedgerKeys"];
export type JournalActor = S["JournalActor"];
export type LedgerEntry = S["LedgerEntry"];
export type EntryPage = S["LedgerEntryPage"];
export type ErasureCounts = S["ErasureCounts"];
export type ErasurePreview = S["ErasurePreview"];
export type Erased = S["Erased"];

/** Who did what when; `index` is its place in the log, or null while it waits. */
export type JournalLine = S["JournalLine"];
/** Every one empty: any. */
export interface EntryFilter {
  kind: string;
  state: string;
  actor: string;
  subject: string;
  from: string;
  to: string;
}

/** The participant's name is empty for whoever asks, until it was granted once; uses are hours. */
export type Grant = S["Grant"];
export type NewGrant = S["GrantGiveRequest"];

/** A file as the server hands it out, under the name that it gives. */
export interface ServedFile {
  name: string;
  data: Uint8Array;
}

/** What a trust file asks of a proof's anchor: nothing, that it names this chain, or that it stands there now. */
export const ANCHOR_DEMANDS = ["none", "claimed", "pinned"] as const;
export type AnchorDemand = (typeof ANCHOR_DEMANDS)[number];

/** What the role allows about the ledger. */
export type LedgerPermission = "ledger:view" | "ledger:manage" | "proof:export" | "access:list" | "grant:list" | "grant:decide" | "grant:request" | "participant:erase";
export const may = (membership: { permissions: readonly Permission[]; role: Role }, permission: LedgerPermission): boolean => (membership.permissions as readonly string[]).includes(permission);

const ORG = "/api/v1/orgs/{org}";
const at = (org: string) => ({ path: { org } });
const org = (name: string) => `/api/v1/orgs/${encodeURIComponent(name)}`;

async function answered(method: Method, path: string): Promise<Response> {
  let response: Response;
  try {
    response = await send(method, path);
  } catch {
    throw new ApiError(0, "no_connection", "");
  }
  if (response.status === 401) announceSignedOut();
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}

async function file(method: Method, path: string, name: string): Promise<ServedFile> {
  const response = await answered(method, path);
  const given = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: given ?? name, data: new Uint8Array(await response.arrayBuffer()) };
}

export const getLedger = (name: string): Promise<LedgerStatus> => answer(client.GET(`${ORG}/ledger`, { params: at(name) }));
export const getLedgerKeys = (name: string): Promise<LedgerKeys> => answer(client.GET(`${ORG}/ledger/keys`, { params: at(name) }));
export const getTrustFile = (name: string, anchor: AnchorDemand) => file("GET", `${org(name)}/ledger/trust?anchor=${anchor}`, "plumbline.trust.json");
export const getEntries = (name: string, filter: Partial<EntryFilter>, cursor: string | null): Promise<EntryPage> => {
  const given = Object.entries({ ...filter, cursor: cursor ?? "" }).filter(([, value]) => value !== "");
  return answer(client.GET(`${ORG}/ledger/entries`, { params: { ...at(name), query: Object.fromEntries(given) } }));
};

export const getAccesses = (name: string, assessment_id: string): Promise<{ results: JournalLine[] }> =>
  answer(client.GET(`${ORG}/assessments/{assessment_id}/accesses`, { params: { path: { org: name, assessment_id } } }));
export const makeProof = (name: string, assessment: string) => file("POST", `${org(name)}/assessments/${assessment}/proof`, "plumbline-proof.json");

export const getGrants = (name: string): Promise<Page<Grant>> => answer(client.GET(`${ORG}/grants`, { params: { ...at(name), query: { page_size: 100 } } }));
export const postGrant = (name: string, body: NewGrant): Promise<Grant> => answer(client.POST(`${ORG}/grants`, { params: at(name), body }));
export const askForGrant = (name: string, body: { participant: string; reason: string; until: string }): Promise<Grant> => answer(client.POST(`${ORG}/grants/requests`, { params: at(name), body }));
export const decideGrant = (name: string, grant_id: string, body: { granted: boolean; until?: string }): Promise<Grant> =>
  answer(client.POST(`${ORG}/grants/{grant_id}/decision`, { params: { path: { org: name, grant_id } }, body }));
export const withdrawGrant = (name: string, grant_id: string): Promise<Grant> => answer(client.POST(`${ORG}/grants/{grant_id}/withdrawal`, { params: { path: { org: name, grant_id } } }));

export const getErasure = (name: string, participant_id: string): Promise<ErasurePreview> =>
  answer(client.GET(`${ORG}/participants/{participant_id}/erasure`, { params: { path: { org: name, participant_id } } }));
export const postErasure = (name: string, participant_id: string, body: { confirm: string; account: boolean }): Promise<Erased> =>
  answer(client.POST(`${ORG}/participants/{participant_id}/erasure`, { params: { path: { org: name, participant_id } }, body }));
