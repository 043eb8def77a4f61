import { MAX_DOCUMENT_BYTES } from "../../ledger/schema";

/** Which of the two files a person gave. */
export type FileKind = "bundle" | "trust";

const HEAD_BYTES = 4096;

/**
 * By its name of the form, which stands near the start of every such file; null for another file.
 * Only to put a file into its place: whether it holds is the verifier's to say.
 */
export function kindOf(data: Uint8Array): FileKind | null {
  const head = new TextDecoder().decode(data.subarray(0, HEAD_BYTES));
  if (head.includes('"plumbline-trust/')) return "trust";
  return head.includes('"plumbline-bundle/') ? "bundle" : null;
}

/** The bytes, or null when the file cannot be read or is longer than any proof. */
export async function bytesOf(file: File): Promise<Uint8Array | null> {
  if (file.size > MAX_DOCUMENT_BYTES) return null;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** Hand a file to the person; nothing leaves this device. */
export function save(data: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(data)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** "report.bundle.json" to "report-part.bundle.json". */
export const partName = (name: string): string => name.replace(/((?:\.bundle)?\.json)?$/, (ending) => `-part${ending === "" ? ".bundle.json" : ending}`);
