import { base64Encode, decimalParse, hashDecode } from "./encoding";
import { Refusal, within } from "./refusal";

/** The signed head of a log: origin, size, root (C2SP tlog-checkpoint v1.0.0); no extension lines. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** The text of a note as a checkpoint. Throws Refusal. */
export function checkpointParse(text: string): Checkpoint {
  const [origin, size, root, end, ...rest] = text.split("\n");
  if (origin === undefined || origin === "" || size === undefined || root === undefined || end !== "" || rest.length > 0) {
    throw new Refusal("checkpoint_form");
  }
  return within(() => ({ origin, size: decimalParse(size), root: hashDecode(root) }), () => new Refusal("checkpoint_form"));
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size.toString()}\n${base64Encode(root)}\n`;
