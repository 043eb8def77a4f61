/** A sentence of the verifier: a key of `proof` in the texts of the browser, and what stands in it. */
export interface Sentence {
  readonly key: string;
  readonly values: Values;
}

export type Values = Readonly<Record<string, string | number | Sentence>>;

/** What the verifier refuses; `key` stands under `proof.why`. */
export class Refusal extends Error implements Sentence {
  constructor(
    readonly key: string,
    readonly values: Values = {},
  ) {
    super(key);
    this.name = "Refusal";
  }
}

/** What `work` gives; a refusal inside becomes `refuse` of it. */
export function within<T>(work: () => T, refuse: (why: Refusal) => Refusal): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw refuse(error);
    throw error;
  }
}
