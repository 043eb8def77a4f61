// @vitest-environment jsdom
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OrganisationContext } from "../../api/session";
import type { Assessment, Membership } from "../../api/types";
import { startI18n } from "../../i18n/i18n";

/** Before the parts: their client keeps the fetch that it finds. */
let origin = "";
const real = globalThis.fetch;
vi.stubGlobal("fetch", async (wanted: Request) => {
  const { method, url, headers } = wanted;
  const body = method === "GET" ? {} : { body: await wanted.text() };
  return real(new URL(url.slice(new URL(url).origin.length), origin), { method, headers: Object.fromEntries(headers), ...body });
});
const { AnalysedAgain } = await import("./AnalysedAgain");
const { OwnBaseline } = await import("./OwnBaseline");

let server: Server;
let answers: Record<string, unknown>;
let asked: string[];

const ONE = { id: "b1", view: "three_quarter", assessment: "a1", filmed_at: "2026-11-02T09:00:00Z", repetitions: [1, 2, 4], set_at: "2026-11-03T09:00:00Z", set_by: "Anna Keller", withdrawn_at: null, withdrawn_by: null };
const NONE = { known: true, speaks: true, accepted: [1, 2], fewest: 3, in_force: null, usable: true, compared: null, history: [] };
const SET = { ...NONE, accepted: [1, 2, 4], in_force: ONE, history: [ONE] };
const CHANGE = { start_s: 9.6, before: 4, after: 4, label_before: "correct", label_after: "incorrect" };
const DONE = { id: "r1", ended_at: "2026-11-20T09:00:00Z", asked_by: "Anna Keller", recorded_at: "2026-11-02T09:00:00Z", models: [], before: 41, after: 41, changes: [CHANGE, { ...CHANGE, before: 7, after: null, start_s: 18, label_after: null }, { ...CHANGE, before: null, after: 40, start_s: 90, label_before: null }], left_behind: [{ repetition: 7, label: "correct", start_s: 18 }] };
const AGAIN = { outdated: ["rules"], now: null, percent: null, sentence: null, history: [] };

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const line = `${request.method ?? ""} ${(request.url ?? "").split("/").at(-1) ?? ""}`;
    asked.push(line);
    const found = answers[line];
    response.statusCode = found === undefined ? 409 : 200;
    response.end(JSON.stringify(found ?? { code: "baseline_refused", detail: "Film from three quarters." }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  HTMLDialogElement.prototype.showModal = vi.fn();
  HTMLDialogElement.prototype.close = vi.fn();
  await startI18n("en");
});
afterEach(async () => {
  cleanup();
  await new Promise((done) => server.close(done));
});

const PHYSIO = ["baseline:view", "baseline:manage", "assessment:again"];
const clip = (baseline: "population" | "personal") => ({ id: "a1", reviews: [], report: { repetitions: [{ verdict: { baseline } }] } }) as unknown as Assessment;
const show = (part: React.ReactNode, permissions: string[]) => render(<OrganisationContext value={{ org: "riverside", permissions } as unknown as Membership}><MemoryRouter>{part}</MemoryRouter></OrganisationContext>);
const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });

test("a baseline can be set once three repetitions are accepted, and the refusal stands in place", async () => {
  answers = { "GET baseline": NONE };
  show(<OwnBaseline assessment={clip("population")} />, PHYSIO);
  expect((await button("Set as own baseline")).disabled).toBe(true);
  expect(screen.getByText("2 of 3 repetitions are judged correct so far.")).toBeTruthy();
  cleanup();

  answers = { "GET baseline": { ...NONE, accepted: [1, 2, 4] } };
  show(<OwnBaseline assessment={clip("population")} />, PHYSIO);
  fireEvent.click(await button("Set as own baseline"));
  expect((await screen.findByRole("alert")).textContent).toBe("Film from three quarters.");
});

test("who set it, and from which repetitions, is said; withdrawing asks first", async () => {
  answers = { "GET baseline": SET, "DELETE baseline": { ...NONE, history: [{ ...ONE, withdrawn_at: "2026-11-24T09:00:00Z", withdrawn_by: "Tom Reed" }] } };
  show(<OwnBaseline assessment={clip("population")} />, PHYSIO);
  await screen.findByText(/Set by Anna Keller, .* from repetitions 1, 2, and 4 of this clip/);
  fireEvent.click(screen.getByRole("button", { name: "Withdraw" }));
  expect(asked).not.toContain("DELETE baseline");
  fireEvent.click(within(screen.getByText("Withdraw the own baseline?").closest("dialog") as HTMLElement).getByText("Withdraw"));
  await screen.findByText(/withdrawn by Tom Reed/);
  expect(asked).toContain("DELETE baseline");
});

test("a patient reads what the clip was compared with and is offered nothing", async () => {
  answers = { "GET baseline": { ...SET, compared: ONE } };
  show(<OwnBaseline assessment={clip("personal")} />, ["baseline:view"]);
  await screen.findByText(/Compared with the own baseline set by Anna Keller/);
  expect(screen.queryAllByRole("button")).toEqual([]);
});

test("what changed is counted and told with both verdicts, also what is gone and what is new", async () => {
  answers = { "GET again": { ...AGAIN, outdated: [], history: [DONE] } };
  show(<AnalysedAgain assessment={clip("population")} onReplaced={vi.fn()} />, PHYSIO);
  await screen.findByText("3 of 41 repetitions change");
  const lines = screen.getAllByRole("listitem").map((one) => one.textContent);
  expect(lines).toEqual(["Repetition 4, at 0:09.6Correct→is nowIncorrect", "Repetition 7, at 0:18.0Correct→is nownot there any more", "Repetition 40, at 1:30.0not there before→is nowIncorrect", "Repetition 7 before, at 0:18.0Correct"]);
  expect(screen.queryByRole("button", { name: "Analyse again" })).toBeNull();
});

test("the page is told once a new report has taken the place of the old one", async () => {
  answers = { "GET again": AGAIN, "POST again": { ...AGAIN, now: "waiting" } };
  const replaced = vi.fn();
  show(<AnalysedAgain assessment={clip("population")} onReplaced={replaced} />, PHYSIO);
  await screen.findByText("Judged by other models than today’s: the rules of this exercise.");
  fireEvent.click(await button("Analyse again"));
  await screen.findByText(/Waiting to be analysed again/);
  answers = { "GET again": { ...AGAIN, outdated: [], history: [DONE] } };
  await waitFor(() => expect(replaced).toHaveBeenCalledOnce(), { timeout: 4000 });
});

test("whoever may not analyse again is not asked for it", () => {
  answers = {};
  show(<AnalysedAgain assessment={clip("population")} onReplaced={vi.fn()} />, ["baseline:view"]);
  expect(asked).toEqual([]);
});
