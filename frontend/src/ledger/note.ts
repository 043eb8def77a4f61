import { base64Decode, hex, utf8 } from "./encoding";
import { ED25519, keyName, keyVerifies } from "./keys";
import type { VerifierKey } from "./keys";
import { Refusal, within } from "./refusal";

/** Signed notes: a text and signature lines under it (C2SP signed-note v1.0.0). */

const MAX_SIGNATURES = 100;
const MAX_NOTE_BYTES = 1 << 20;
const KEY_ID_BYTES = 4;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** `— <key name> <base64(key id || signature)>`. */
export interface SignatureLine {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** `text` ends in a newline; `lines` is never empty. */
export interface Note {
  readonly text: string;
  readonly lines: readonly SignatureLine[];
}

/** Throws Refusal for every deviation, also in lines of unknown keys. */
export function noteParse(whole: string): Note {
  if (utf8(whole).length > MAX_NOTE_BYTES) throw new Refusal("note_form");
  if (CONTROL.test(whole)) throw new Refusal("note_form");
  const cut = whole.lastIndexOf("\n\n");
  if (cut < 0 || cut + 2 === whole.length) throw new Refusal("note_unsigned");
  const lines = whole.slice(cut + 2).split("\n");
  if (lines.pop() !== "" || lines.length > MAX_SIGNATURES) throw new Refusal("note_form");
  return { text: whole.slice(0, cut + 1), lines: lines.map(lineParse) };
}

function lineParse(line: string): SignatureLine {
  const [mark, name, encoded, ...rest] = line.split(" ");
  if (mark !== "—" || name === undefined || encoded === undefined || rest.length > 0) throw new Refusal("signature_line");
  return within(() => {
    const data = base64Decode(encoded);
    if (data.length <= KEY_ID_BYTES) throw new Refusal("signature_line");
    return { name: keyName(name), keyId: hex(data.slice(0, KEY_ID_BYTES)), signature: data.slice(KEY_ID_BYTES) };
  }, () => new Refusal("signature_line"));
}

export const isLineOf = (line: SignatureLine, key: VerifierKey): boolean => line.name === key.name && line.keyId === key.id;

/**
 * Those of `keys` (type 01) that signed the note; lines of other keys are ignored. Throws Refusal
 * when a line of one of `keys` fails, and when there is none.
 */
export function verifyEd25519(note: Note, keys: readonly VerifierKey[]): readonly [VerifierKey, ...VerifierKey[]] {
  const message = utf8(note.text);
  const [first, ...others] = keys.filter((key) => {
    const lines = note.lines.filter((line) => isLineOf(line, key));
    if (lines.some((line) => key.kind !== ED25519 || !keyVerifies(key, line.signature, message))) {
      throw new Refusal("bad_signature", { name: key.name });
    }
    return lines.length > 0;
  });
  if (first === undefined) throw new Refusal("not_signed");
  return [first, ...others];
}
