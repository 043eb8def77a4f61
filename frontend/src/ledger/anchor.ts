import { base64Encode, hex } from "./encoding";
import type { Json } from "./json";
import { MAX_PROOF } from "./merkle";
import { array, hash32, hexBytes, integer, members } from "./schema";
import type { Members } from "./schema";

/** Heads of a log that a contract on a chain holds (docs/formats/bundle.md). */

const HEAD_KEYS = ["tenant", "epoch", "size", "root", "tx_hash", "block_number", "block_hash", "block_time"] as const;

/** What the contract holds for a tenant, and where on the chain it was written; hashes as 0x and hex. */
export interface Head {
  readonly tenant: string;
  readonly epoch: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly txHash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly blockTimeS: number;
}

export interface Anchor {
  readonly chainId: number;
  readonly contract: string;
  readonly head: Head;
  /** The proof that the checkpoint continues the head. */
  readonly consistency: readonly Uint8Array[];
}

const hexText = (value: Json, where: string, size: number): string => `0x${hex(hexBytes(value, where, size))}`;

/** Throws Refusal. */
export const headParse = (value: Json, where: string): Head => headOf(members(value, HEAD_KEYS, where), where);

function headOf(found: Members, where: string): Head {
  return {
    tenant: hexText(found("tenant"), `${where}.tenant`, 32),
    epoch: integer(found("epoch"), `${where}.epoch`),
    size: integer(found("size"), `${where}.size`, 1),
    root: hexBytes(found("root"), `${where}.root`, 32),
    txHash: hexText(found("tx_hash"), `${where}.tx_hash`, 32),
    blockNumber: integer(found("block_number"), `${where}.block_number`),
    blockHash: hexText(found("block_hash"), `${where}.block_hash`, 32),
    blockTimeS: integer(found("block_time"), `${where}.block_time`),
  };
}

/** Chain and contract, as an anchor and a trust file name them. */
export const placeParse = (found: Members, where: string) => ({
  chainId: integer(found("chain_id"), `${where}.chain_id`, 1),
  contract: hexText(found("contract"), `${where}.contract`, 20),
});

/** Throws Refusal. */
export function anchorParse(value: Json, where: string): Anchor {
  const found = members(value, ["chain_id", "contract", ...HEAD_KEYS, "consistency"], where);
  const consistency = array(found("consistency"), hash32, `${where}.consistency`, MAX_PROOF);
  return { ...placeParse(found, where), head: headOf(found, where), consistency };
}

/** The members of a head in their order, as text and numbers. */
export const headJson = (head: Head) => ({
  tenant: head.tenant,
  epoch: head.epoch,
  size: head.size,
  root: `0x${hex(head.root)}`,
  tx_hash: head.txHash,
  block_number: head.blockNumber,
  block_hash: head.blockHash,
  block_time: head.blockTimeS,
});

export const sameHead = (a: Head, b: Head): boolean => JSON.stringify(headJson(a)) === JSON.stringify(headJson(b));

export const anchorJson = (anchor: Anchor) => ({
  chain_id: anchor.chainId,
  contract: anchor.contract,
  ...headJson(anchor.head),
  consistency: anchor.consistency.map(base64Encode),
});
