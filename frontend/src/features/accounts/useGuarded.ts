import { useRef, useState } from "react";
import { reauthenticate } from "../../api/allauth";
import type { AuthAnswer } from "../../api/allauth";

export interface Guarded {
  asking: boolean;
  /** Runs `work`; if the server wants the password again first (401), asks for it and runs it once more. */
  run: <D>(work: () => Promise<AuthAnswer<D>>) => Promise<AuthAnswer<D>>;
  confirm: (password: string) => Promise<void>;
  cancel: () => void;
}

export class NotConfirmed extends Error {}

export function useGuarded(): Guarded {
  const [asking, setAsking] = useState(false);
  const waiting = useRef<{ go: () => void; stop: () => void } | null>(null);
  return {
    asking,
    run: async (work) => {
      const answer = await work();
      if (answer.status !== 401) return answer;
      setAsking(true);
      await new Promise<void>((go, stop) => {
        waiting.current = { go, stop: () => stop(new NotConfirmed()) };
      });
      return work();
    },
    confirm: async (password) => {
      await reauthenticate(password);
      setAsking(false);
      waiting.current?.go();
    },
    cancel: () => {
      setAsking(false);
      waiting.current?.stop();
    },
  };
}
