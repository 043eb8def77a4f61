import type { ReactNode } from "react";
import { HangingLine } from "./Plumb";

/** An empty page: the line hangs down to what will be here and the one thing to do. */
export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="hang">
      <HangingLine length={284} />
      <h1 className="t28">{title}</h1>
      <p className="t18 second">{text}</p>
      {children}
    </div>
  );
}
