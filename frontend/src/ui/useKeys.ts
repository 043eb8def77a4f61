import { useEffect, useRef } from "react";

/** Runs `keys[event.key]` while nobody is typing, no dialog is open and no modifier is held. */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>, active = true): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTaken(event)) return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = current.current[event.shiftKey && name.length > 1 ? `Shift+${name}` : name];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [active]);
}

/** The key belongs to what has the focus: a field, a dialog, or a button that Space and Enter press. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) return false;
  if (target.closest("input, textarea, select, dialog, [contenteditable]") !== null) return true;
  return (event.key === " " || event.key === "Enter") && target.closest("button, a, summary") !== null;
}
