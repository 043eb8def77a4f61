import { HangingLine } from "../ui/Plumb";

/** Shown for the moment before a page's own skeleton; the line is let down only if it takes longer. */
export function PageWait() {
  return (
    <div className="page-wait" aria-busy="true">
      <HangingLine length={116} />
    </div>
  );
}
