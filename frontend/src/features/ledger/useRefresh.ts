import { useEffect, useRef } from "react";

/** Asks again every `every_ms` while `active` and the page is seen. */
export function useRefresh(reload: () => void, active: boolean, every_ms: number): void {
  const latest = useRef(reload);
  useEffect(() => {
    latest.current = reload;
  });
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, every_ms);
    return () => clearInterval(timer);
  }, [active, every_ms]);
}
