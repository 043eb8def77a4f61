import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "./http";

export interface Resource<T> {
  data: T | null;
  error: ApiError | null;
  loading: boolean;
  reload: () => void;
  set: (change: (before: T) => T) => void;
}

const asApiError = (error: unknown) => (error instanceof ApiError ? error : new ApiError(0, "error", ""));

/** One thing from the server, kept while `key` stays the same; on a reload the old one stays visible. */
export function useResource<T>(key: string | null, load: () => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; error: ApiError | null }>({ key: null, data: null, error: null });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  useEffect(() => {
    loader.current = load;
  });

  useEffect(() => {
    if (key === null) return undefined;
    let current = true;
    loader.current().then(
      (data) => {
        if (current) setState({ key, data, error: null });
      },
      (error: unknown) => {
        if (current) setState((before) => ({ key, data: before.key === key ? before.data : null, error: asApiError(error) }));
      },
    );
    return () => {
      current = false;
    };
  }, [key, turn]);

  const fresh = state.key === key;
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const set = useCallback(
    (change: (before: T) => T) => setState((before) => (before.data === null ? before : { ...before, data: change(before.data) })),
    [],
  );
  return {
    data: fresh ? state.data : null,
    error: fresh ? state.error : null,
    loading: key !== null && (!fresh || (state.data === null && state.error === null)),
    reload,
    set,
  };
}
