import type { ReactNode } from "react";
import { HangingLine } from "../../ui/Plumb";

/** Pages before the door: the brand's line let down, one thing to do. */
export function Door({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <main className="phone">
      <div className="door">
        <div className="drop" aria-hidden="true"><HangingLine length={180} /></div>
        <div className="stack tight8">
          <h1 className="t28">{title}</h1>
          {text !== undefined && <p className="second">{text}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}
