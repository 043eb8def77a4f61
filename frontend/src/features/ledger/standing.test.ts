import { expect, test } from "vitest";
import type { Grant, LedgerStatus } from "../../api/ledger";
import { filterOf, isFiltered, queryOf } from "./entryFilter";
import { sorted, untilOf } from "./grants";
import { knotsOf } from "./standing";

const HEAD = { size: 12, root: "", at: "2026-11-24T14:02:00Z", cosigned_by: ["w1", "w2"] };
const ANCHORED = { size: 12, epoch: 0, root: "", tx_hash: "", block_number: 8, block_time: "2026-11-24T13:58:00Z" };
const STATUS: LedgerStatus = {
  origin: "ledger.example/t/1",
  tenant: "0x00",
  size: 12,
  waiting: 0,
  head: HEAD,
  anchored: ANCHORED,
  anchorings: [],
  gas: { spent: 0, per_session: null },
  chain: { kind: "node", chain_id: 1, contract: null },
  witnesses: ["w1", "w2", "w3"].map((name) => ({ name, url: "", size: null, at: null, trouble: "" })),
  quorum: 2,
  trouble: "",
};
const said = (change: Partial<LedgerStatus>) => knotsOf({ ...STATUS, ...change }).map(({ state, key }) => `${state} ${key}`);

test("a log that is whole, signed, cosigned and anchored hangs on four passed knots", () => {
  expect(said({})).toEqual(["ok logged", "ok checkpoint", "ok cosigned", "ok anchored"]);
});

test("what is behind waits and says by how much", () => {
  const behind = knotsOf({ ...STATUS, size: 15, waiting: 2, anchored: { ...ANCHORED, size: 11 } });
  expect(behind.map(({ state, key }) => `${state} ${key}`)).toEqual(["wait waiting", "wait checkpoint_behind", "ok cosigned", "wait anchored_behind"]);
  expect(behind.map(({ values }) => values.count)).toEqual([2, 3, 0, 4]);
});

test("one signature too few is said with what is missing", () => {
  const [, , knot] = knotsOf({ ...STATUS, head: { ...HEAD, cosigned_by: ["w3"] } });
  expect(knot).toMatchObject({ state: "wait", key: "too_few", values: { names: ["w3"], count: 1, of: 3 } });
});

test("what is not set up is off, never passed", () => {
  const none = { kind: "none" as const, chain_id: null, contract: null };
  expect(said({ size: 0, head: null, witnesses: [], quorum: 0, anchored: null, chain: none })).toEqual(["off empty", "off no_checkpoint", "off no_witness", "off no_chain"]);
});

test("an anchor on its way says when; a refused one is none on its way", () => {
  const anchoring = { id: "a", state: "planned", old_size: 0, new_size: 12, reason: "", planned_at: "2026-11-24T14:30:00Z" };
  expect(knotsOf({ ...STATUS, anchored: null, anchorings: [anchoring] })[3]).toMatchObject({ key: "anchor_planned", at: anchoring.planned_at });
  expect(said({ anchored: null, anchorings: [{ ...anchoring, state: "refused" }] })[3]).toBe("wait not_anchored");
});

test("a day is asked for from its first to its last moment where the reader is; what is no day is left out", () => {
  const asked = queryOf(filterOf(new URLSearchParams("state=logged&from=2026-02-27&to=2026-02-28")));
  expect([asked.state, asked.kind]).toEqual(["logged", ""]);
  expect(new Date(asked.from).getTime()).toBe(new Date(2026, 1, 27).getTime());
  expect(new Date(asked.to).getTime()).toBe(new Date(2026, 2, 1).getTime());
  expect(queryOf(filterOf(new URLSearchParams("from=yesterday"))).from).toBe("");
  expect([isFiltered(filterOf(new URLSearchParams("show=all"))), isFiltered(filterOf(new URLSearchParams("actor=x")))]).toEqual([false, true]);
});

const grant = (id: string, change: Partial<Grant>): Grant => ({
  id,
  grantee: { kind: "guest", id: "g", name: "Ben" },
  participant: { id: "p", name: "Mara" },
  state: "granted",
  reason: "",
  asked_at: "2026-11-01T00:00:00Z",
  decided_at: null,
  decided_by: null,
  until: null,
  uses: 0,
  last_used_at: null,
  ...change,
});

test("who asked first is answered first, what ends first stands first, and what has ended is over", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  const grants = [
    grant("late", { until: "2026-12-24T00:00:00Z" }),
    grant("soon", { until: "2026-11-25T00:00:00Z" }),
    grant("run out", { until: "2026-11-24T11:59:59Z" }),
    grant("withdrawn", { state: "withdrawn", decided_at: "2026-11-20T00:00:00Z" }),
    grant("second", { state: "requested", asked_at: "2026-11-23T00:00:00Z" }),
    grant("first", { state: "requested", asked_at: "2026-11-22T00:00:00Z" }),
  ];
  const { asked, inForce, past } = sorted(grants, now);
  expect([asked, inForce, past].map((part) => part.map((one) => one.id))).toEqual([["first", "second"], ["soon", "late"], ["withdrawn", "run out"]]);
});

test("access ends with a whole day", () => {
  const until = new Date(untilOf(7, new Date(2026, 10, 24, 9, 30)));
  expect([until.getFullYear(), until.getMonth(), until.getDate(), until.getHours(), until.getMinutes()]).toEqual([2026, 11, 1, 23, 59]);
});
