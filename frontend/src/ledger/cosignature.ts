import type { Checkpoint } from "./checkpoint";
import { checkpointText } from "./checkpoint";
import { bigEndian, joined, unsigned, utf8 } from "./encoding";
import { COSIGNATURE_MLDSA44, ED25519, keyVerifies } from "./keys";
import type { VerifierKey } from "./keys";
import type { SignatureLine } from "./note";
import { Refusal } from "./refusal";

/** Cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature v1.1.0-rc.1). */

const TIME_BYTES = 8;
const LIMIT = 2n ** 63n;
const LABEL_MLDSA44 = utf8("subtree/v1\n\0");

/** The POSIX seconds at which `key` cosigned, once its line verifies. Throws Refusal. */
export function cosignatureTime(checkpoint: Checkpoint, line: SignatureLine, key: VerifierKey): bigint {
  const time = unsigned(line.signature.slice(0, TIME_BYTES));
  const signature = line.signature.slice(TIME_BYTES);
  const message = key.kind === COSIGNATURE_MLDSA44 ? messageMlDsa44(checkpoint, key.name, time) : messageEd25519(checkpoint, time);
  const isGood = key.kind !== ED25519 && signature.length > 0 && time < LIMIT && message !== null && keyVerifies(key, signature, message);
  if (!isGood) throw new Refusal("bad_cosignature", { name: key.name });
  return time;
}

const messageEd25519 = (checkpoint: Checkpoint, time: bigint): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time.toString()}\n${checkpointText(checkpoint)}`);

/** The `cosigned_message` structure; null for names that do not fit into it. */
function messageMlDsa44(checkpoint: Checkpoint, cosigner: string, time: bigint): Uint8Array | null {
  const [name, origin] = [short(cosigner), short(checkpoint.origin)];
  if (name === null || origin === null) return null;
  const [start, end] = [bigEndian(0n, 8), bigEndian(checkpoint.size, 8)];
  return joined(LABEL_MLDSA44, name, bigEndian(time, TIME_BYTES), origin, start, end, checkpoint.root);
}

/** `opaque<1..2^8-1>`. */
function short(text: string): Uint8Array | null {
  const data = utf8(text);
  return data.length >= 1 && data.length <= 255 ? joined(Uint8Array.of(data.length), data) : null;
}
