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
  /** Addresses of the next pages. */
  more: readonly string[];
  error: ApiError | null;
  loadMore: () => void;
  reload: () => void;
  replace: (item: AssessmentItem) => void;
}

export const isMoving = (item: AssessmentItem) => ["uploading", "queued", "working"].includes(item.state);

/** A list that keeps itself up to date; pages loaded further down stay. */
export function useAssessments(org: string, wanted: Wanted): Listed {
  const key = JSON.stringify([org, wanted]);
  const [state, setState] = useState<{ key: string; items: readonly AssessmentItem[] | null; more: readonly string[]; error: ApiError | null }>({ key, items: null, more: [], error: null });
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
          moving = page.items.some(isMoving);
          setState((before) => {
            const old = before.key === key ? before.items ?? [] : [];
            const seen = new Set(page.items.map((item) => item.id));
            const beyond = old.length > page.items.length ? old.slice(page.items.length).filter((item) => !seen.has(item.id)) : [];
            return { key, items: [...page.items, ...beyond], more: beyond.length > 0 ? before.more : page.more, error: null };
          });
        }
      } catch (cause) {
        if (ended) return;
        setState((before) => ({ ...(before.key === key ? before : { key, items: null, more: [] }), error: cause instanceof ApiError ? cause : new ApiError(0, "error", "") }));
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

  const current = state.key === key ? state : { items: null, more: [], error: null };
  const loadMore = useCallback(() => {
    if (state.more.length === 0) return;
    Promise.all(state.more.map((address) => nextPage<AssessmentItem>(address))).then(
      (pages) => setState((before) => ({ ...before, items: [...(before.items ?? []), ...merged(pages).items], more: merged(pages).more })),
      (cause: unknown) => setState((before) => ({ ...before, error: cause instanceof ApiError ? cause : new ApiError(0, "error", "") })),
    );
  }, [state.more]);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const replace = useCallback((item: AssessmentItem) => setState((before) => ({ ...before, items: before.items?.map((known) => (known.id === item.id ? item : known)) ?? null })), []);
  return { ...current, loadMore, reload, replace };
}

async function first(org: string, { filter, exercise, q }: Wanted): Promise<{ items: AssessmentItem[]; more: string[] }> {
  const common = { exercise, q, ...(filter.reviewed === undefined ? {} : { reviewed: filter.reviewed }) };
  if (filter.states.length === 0) return merged([await getAssessments(org, common)]);
  return merged(await Promise.all(filter.states.map((state) => getAssessments(org, { ...common, state }))));
}

/** Newest first, as each page is. */
function merged(pages: readonly Page<AssessmentItem>[]): { items: AssessmentItem[]; more: string[] } {
  const items = pages.flatMap((page) => page.results).toSorted((a, b) => b.created_at.localeCompare(a.created_at));
  return { items, more: pages.flatMap((page) => (page.next == null ? [] : [page.next])) };
}
