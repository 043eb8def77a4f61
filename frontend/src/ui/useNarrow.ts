import { useSyncExternalStore } from "react";

/** The one breakpoint: below it every page is one column. */
const query = window.matchMedia("(max-width: 60rem)");

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => query.matches,
  );
}
