import { useCallback, useEffect, useRef, useState } from "react";
import { nextPage } from "../../api/client";
import { getAssessments } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import type { AssessmentItem, Page } from "../../api/types";
import type { Filter } from "./filters";

/** How often a list with work in progress asks again. */
const BUSY_MS = 3_000;
const IDLE_MS = 30_000;

export interface Wanted {
  filter: Filter;
  exercise: string;
  q: string;
}

export interface Listed {
  items: readonly AssessmentItem[] | null;
  /** Address of the next page. */
  more: string | null;
  error: ApiError | null;
  loadMore: () => void;
  reload: () => void;
  replace: (item: AssessmentItem) => void;
}

export const isMoving = (item: AssessmentItem) => ["uploading", "queued", "working"].includes(item.state);

/** A list that keeps itself up to date; pages loaded further down stay. */
export function useAssessments(org: string, wanted: Wanted): Listed {
  const key = JSON.stringify([org, wanted]);
  const [state, setState] = useState<{ key: string; items: readonly AssessmentItem[] | null; more: string | null; error: ApiError | null }>({ key, items: null, more: null, error: null });
  const [turn, setTurn] = useState(0);
  const latest = useRef({ org, wanted });
  useEffect(() => {
    latest.current = { org, wanted };
  });

  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      let moving = false;
      try {
        if (document.visibilityState === "visible") {
          const page = await first(latest.current.org, latest.current.wanted);
          if (ended) return;
          moving = page.results.some(isMoving);
          setState((before) => {
            const old = before.key === key ? before.items ?? [] : [];
            const seen = new Set(page.results.map((item) => item.id));
            const beyond = old.length > page.results.length ? old.slice(page.results.length).filter((item) => !seen.has(item.id)) : [];
            return { key, items: [...page.results, ...beyond], more: beyond.length > 0 ? before.more : (page.next ?? null), error: null };
          });
        }
      } catch (cause) {
        if (ended) return;
        setState((before) => ({ ...(before.key === key ? before : { key, items: null, more: null }), error: cause instanceof ApiError ? cause : new ApiError(0, "error", "") }));
      }
      timer = setTimeout(() => void load(), moving ? BUSY_MS : IDLE_MS);
    };
    void load();
    const wake = () => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      void load();
    };
    document.addEventListener("visibilitychange", wake);
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [key, turn]);

  const current = state.key === key ? state : { items: null, more: null, error: null };
  const loadMore = useCallback(() => {
    if (state.more === null) return;
    nextPage<AssessmentItem>(state.more).then(
      (page) => setState((before) => ({ ...before, items: [...(before.items ?? []), ...page.results], more: page.next ?? null })),
      (cause: unknown) => setState((before) => ({ ...before, error: cause instanceof ApiError ? cause : new ApiError(0, "error", "") })),
    );
  }, [state.more]);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const replace = useCallback((item: AssessmentItem) => setState((before) => ({ ...before, items: before.items?.map((known) => (known.id === item.id ? item : known)) ?? null })), []);
  return { ...current, loadMore, reload, replace };
}

function first(org: string, { filter, exercise, q }: Wanted): Promise<Page<AssessmentItem>> {
  return getAssessments(org, { exercise, q, state: [...filter.states], ...(filter.reviewed === undefined ? {} : { reviewed: filter.reviewed }) });
}
