// @vitest-environment jsdom
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OrganisationContext } from "../../api/session";
import type { Membership } from "../../api/types";
import { startI18n } from "../../i18n/i18n";
import { read } from "../../ledger/testing/vectors";

/** Before the pages: their client keeps the fetch that it finds. */
let origin = "";
const real = globalThis.fetch;
vi.stubGlobal("fetch", async (wanted: string | Request, init?: RequestInit) => {
  if (typeof wanted === "string") return real(new URL(wanted, origin), init);
  const { method, url, headers } = wanted;
  const body = method === "GET" ? {} : { body: await wanted.text() };
  return real(new URL(url.slice(new URL(url).origin.length), origin), { method, headers: Object.fromEntries(headers), ...body });
});
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
const { AccessPage } = await import("./AccessPage");
const { ErasurePage } = await import("./ErasurePage");
const { LedgerPage } = await import("./LedgerPage");
const { ResultProofPage } = await import("./ResultProofPage");

/** A small server with fixed answers, asked over HTTP as the real one is. */
type Answers = Record<string, unknown>;
interface Asked {
  line: string;
  body: string;
}
let server: Server;
let answers: Answers;
let asked: Asked[];
let saved: string[];

const ENTRY = { index: 3, event: "01936a00-0000-7000-8000-000000000003", kind: "report_recorded", at: "2026-11-24T13:00:00Z", actor: { kind: "system", id: null, name: null }, subject: { kind: "assessment", id: "01936a00-0000-7000-8000-0000000000aa" }, seq: 2, state: "anchored", leaf: "9f4c", erased: false };
const STATUS = { origin: "o", tenant: "0x", size: 4, waiting: 0, head: null, anchored: null, anchorings: [], gas: { spent: 0, per_session: null }, chain: { kind: "none", chain_id: null, contract: null }, witnesses: [], quorum: 0, trouble: "No witness has answered for two hours. Look whether they run." };
const GRANT = { id: "g1", grantee: { kind: "guest", id: "m1", name: "Ben Hale" }, participant: { id: "p1", name: "Mara" }, state: "requested", reason: "Second opinion", asked_at: "2026-11-23T09:00:00Z", decided_at: null, decided_by: null, until: null, uses: 0, last_used_at: null };
const PREVIEW = { name: "Mara Lindqvist", account: true, counts: { assessments: 2, videos: 2, reviews: 1, consents: 1, journal_rows: 9 }, stays: ["The lines in the log stay."] };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

beforeEach(async () => {
  [asked, saved] = [[], []];
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = (request.url ?? "").replace("/api/v1/orgs/riverside/", "");
      const line = `${request.method ?? ""} ${path}`;
      asked.push({ line, body });
      const found = answers[line] ?? answers[line.replace(/\?.*/, "")];
      response.statusCode = found === undefined ? 404 : 200;
      response.end(found instanceof Uint8Array ? found : JSON.stringify(found ?? { code: "not_found", detail: "There is no such thing here." }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  HTMLDialogElement.prototype.showModal = vi.fn();
  HTMLDialogElement.prototype.close = vi.fn();
  HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
    saved.push(this.download);
  };
  Object.assign(URL, { createObjectURL: () => "blob:", revokeObjectURL: () => undefined });
  await startI18n("en");
});
afterEach(async () => {
  cleanup();
  await new Promise((done) => server.close(done));
});

function show(path: string, route: string, page: React.ReactNode, permissions: string[]) {
  const membership = { org: "riverside", org_name: "Riverside", kind: "clinic", role: "admin", membership_id: "m", permissions } as unknown as Membership;
  render(
    <OrganisationContext value={membership}>
      <MemoryRouter initialEntries={[path]}><Routes><Route path={route} element={page} /></Routes></MemoryRouter>
    </OrganisationContext>,
  );
}
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const lines = () => asked.map(({ line }) => line);

test("the ledger says its trouble, asks for the chosen state, and opens an entry", async () => {
  answers = { "GET ledger": STATUS, "GET ledger/entries": { results: [ENTRY], next: null } };
  show("/ledger", "/ledger", <LedgerPage />, ["ledger:view"]);
  expect((await screen.findByRole("alert")).textContent).toContain("No witness has answered");
  click("Anchored");
  await waitFor(() => expect(lines()).toContain("GET ledger/entries?state=anchored"));
  fireEvent.click(await screen.findByRole("button", { name: "Report recorded" }));
  expect(screen.getByText("9f4c")).toBeTruthy();
});

test("further entries come after the first, and none is asked for twice", async () => {
  answers = {
    "GET ledger": STATUS,
    "GET ledger/entries": { results: [ENTRY], next: "n1" },
    "GET ledger/entries?cursor=n1": { results: [{ ...ENTRY, event: "e2", kind: "clip_seen" }], next: null },
  };
  show("/ledger", "/ledger", <LedgerPage />, ["ledger:view"]);
  fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  await screen.findByRole("button", { name: "Clip seen" });
  expect(screen.getByRole("button", { name: "Report recorded" })).toBeTruthy();
  expect(lines().filter((line) => line.includes("cursor"))).toEqual(["GET ledger/entries?cursor=n1"]);
});

test("a refusal stands in place with a way out", async () => {
  answers = { "GET ledger": STATUS };
  show("/ledger", "/ledger", <LedgerPage />, ["ledger:view"]);
  await screen.findByText("There is no such thing here.");
  answers["GET ledger/entries"] = { results: [ENTRY], next: null };
  click("Try again");
  await screen.findByRole("button", { name: "Report recorded" });
});

test("a proof is made, saved and verified step by step", async () => {
  answers = { "POST assessments/a1/proof": read("docs/examples/public-test-keys.bundle.json"), "GET ledger/trust?anchor=pinned": read("docs/examples/public-test-keys.trust.json"), "GET assessments/a1/accesses": { results: [] } };
  show("/clips/a1/proof", "/clips/:id/proof", <ResultProofPage />, ["access:list"]);
  click("Make and check the proof");
  await screen.findByText("This is what was recorded. Nothing in it has changed.", {}, { timeout: 20_000 });
  expect(document.querySelectorAll("[data-step]:not([data-state=failed], [data-state=waiting])")).toHaveLength(10);
  expect(saved).toEqual(["plumbline-proof.json"]);
}, 30_000);

test("a proof changed on its way is shown broken at its step, and nothing of what it says", async () => {
  const forged = JSON.parse(new TextDecoder().decode(read("docs/examples/public-test-keys.bundle.json"))) as { entry: { fields: { name: string; value: unknown }[] } };
  for (const field of forged.entry.fields) if (field.name === "/report/clip_verdict/label") field.value = "correct";
  answers = { "POST assessments/a1/proof": forged, "GET ledger/trust?anchor=pinned": read("docs/examples/public-test-keys.trust.json"), "GET assessments/a1/accesses": { results: [] } };
  show("/clips/a1/proof", "/clips/:id/proof", <ResultProofPage />, ["access:list"]);
  click("Make and check the proof");
  await screen.findByText("This proof does not hold. Don’t rely on it.", {}, { timeout: 20_000 });
  expect(document.querySelector("[data-step=record]")?.getAttribute("data-state")).toBe("failed");
  expect(screen.queryByText("What was recorded")).toBeNull();
}, 30_000);

test("without a trust file the proof is kept and called unchecked", async () => {
  answers = { "POST assessments/a1/proof": read("docs/examples/public-test-keys.bundle.json"), "GET assessments/a1/accesses": { results: [] } };
  show("/clips/a1/proof", "/clips/:id/proof", <ResultProofPage />, ["access:list"]);
  click("Make and check the proof");
  await screen.findByText("The proof is saved, not checked");
  expect(document.querySelectorAll("[data-step]")).toHaveLength(0);
});

test("who asked is given access until the end of a day", async () => {
  answers = { "GET grants": { results: [GRANT] }, "POST grants/g1/decision": { ...GRANT, state: "granted" }, "GET members": { results: [] }, "GET participants": { results: [] } };
  show("/access", "/access", <AccessPage />, ["grant:list", "grant:decide"]);
  const asker = await screen.findByRole("article", { name: "Ben Hale asks for Mara" });
  fireEvent.change(within(asker).getByLabelText("For"), { target: { value: "7" } });
  fireEvent.click(within(asker).getByRole("button", { name: "Give access" }));
  await screen.findByText(/^Ben Hale sees the results of Mara until /);
  const sent = JSON.parse(asked.find(({ line }) => line.startsWith("POST"))?.body ?? "{}") as { granted: boolean; until: string };
  expect(sent.granted).toBe(true);
  expect(new Date(sent.until).getHours()).toBe(23);
});

test("access in force is withdrawn only after a second word", async () => {
  const given = { ...GRANT, state: "granted", until: "2999-01-01T00:00:00Z" };
  answers = { "GET grants": { results: [given] }, "POST grants/g1/withdrawal": { ...given, state: "withdrawn" }, "GET members": { results: [] }, "GET participants": { results: [] } };
  show("/access", "/access", <AccessPage />, ["grant:list", "grant:decide"]);
  fireEvent.click(await screen.findByRole("button", { name: "Withdraw the access of Ben Hale" }));
  expect(lines().some((line) => line.startsWith("POST"))).toBe(false);
  fireEvent.click(screen.getByText("Withdraw", { selector: "dialog button" }));
  await screen.findByText("Ben Hale no longer sees Mara.");
});

test("a person is erased only once the name is typed as it stands", async () => {
  answers = { "GET participants/p1/erasure": PREVIEW, "POST participants/p1/erasure": { erased_at: "2026-11-24T14:00:00Z", counts: PREVIEW.counts, event: ENTRY.event }, "GET ledger/entries": { results: [{ ...ENTRY, kind: "subject_erased" }], next: null } };
  show("/members/p1/erasure", "/members/:participant/erasure", <ErasurePage />, []);
  const field = await screen.findByLabelText("Type Mara Lindqvist");
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Erase now" });
  fireEvent.change(field, { target: { value: "mara lindqvist" } });
  expect(button.disabled).toBe(true);
  fireEvent.change(field, { target: { value: "Mara Lindqvist" } });
  fireEvent.click(button);
  await screen.findByRole("heading", { name: "Erased" });
  await screen.findByText("Anchored");
  expect(asked.find(({ line }) => line === "POST participants/p1/erasure")?.body).toBe('{"confirm":"Mara Lindqvist","account":true}');
});
