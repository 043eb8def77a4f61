/** The bytes of a clip, which may still be growing: pieces in order, read by offset, again and again. */
export class Growing {
  private readonly pieces: Blob[] = [];
  private waiters: (() => void)[] = [];
  size = 0;
  complete = false;

  constructor(pieces: readonly Blob[] = [], complete = false) {
    for (const piece of pieces) this.push(piece);
    this.complete = complete;
  }

  push(piece: Blob): void {
    if (piece.size === 0) return;
    this.pieces.push(piece);
    this.size += piece.size;
    this.wake();
  }

  finish(): void {
    this.complete = true;
    this.wake();
  }

  /** Bytes from `start` up to `end`, fewer if there are no more; waits while there are none yet. */
  async read(start: number, end: number, stopped: () => boolean): Promise<{ value: Blob | null; done: boolean }> {
    while (start >= this.size && !this.complete) {
      if (stopped()) throw new Error("stopped");
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    if (stopped()) throw new Error("stopped");
    const to = Math.min(end, this.size);
    if (start >= to) return { value: null, done: true };
    return { value: new Blob(this.pieces).slice(start, to), done: this.complete && to === this.size };
  }

  wake(): void {
    const waiting = this.waiters;
    this.waiters = [];
    for (const resolve of waiting) resolve();
  }
}
