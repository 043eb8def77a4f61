import type { Entry } from "./entries";

/** IndexedDB: the queue survives a closed tab. Films are kept piece by piece while they are filmed. */
const NAME = "plumbline-outbox";
const VERSION = 1;

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "id" });
      request.result.createObjectStore("pieces", { keyPath: ["entry", "n"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's storage did not open."));
  });
  return opened;
}

async function run<T>(stores: string[], mode: IDBTransactionMode, work: (transaction: IDBTransaction) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(stores, mode);
    const request = work(transaction);
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error("The browser's storage is full."));
    transaction.onerror = () => reject(transaction.error ?? new Error("The browser's storage refused."));
  });
}

interface Piece {
  entry: string;
  n: number;
  blob: Blob;
}
const piecesOf = (id: string) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

export const loadEntries = (): Promise<Entry[]> => run<Entry[]>(["entries"], "readonly", (t) => t.objectStore("entries").getAll() as IDBRequest<Entry[]>);
export const saveEntry = (entry: Entry) => run(["entries"], "readwrite", (t) => t.objectStore("entries").put(entry));
export const savePiece = (entry: string, n: number, blob: Blob) =>
  run(["pieces"], "readwrite", (t) => t.objectStore("pieces").put({ entry, n, blob } satisfies Piece));

export async function loadPieces(id: string): Promise<Blob[]> {
  const pieces = await run<Piece[]>(["pieces"], "readonly", (t) => t.objectStore("pieces").getAll(piecesOf(id)) as IDBRequest<Piece[]>);
  return pieces.toSorted((a, b) => a.n - b.n).map((piece) => piece.blob);
}

export async function removeBytes(id: string): Promise<void> {
  await run(["pieces"], "readwrite", (t) => t.objectStore("pieces").delete(piecesOf(id)));
}

export async function removeEntry(id: string): Promise<void> {
  await run(["entries", "pieces"], "readwrite", (t) => {
    t.objectStore("pieces").delete(piecesOf(id));
    return t.objectStore("entries").delete(id);
  });
}

export async function removeAll(): Promise<void> {
  await run(["entries", "pieces"], "readwrite", (t) => {
    t.objectStore("pieces").clear();
    return t.objectStore("entries").clear();
  });
}
