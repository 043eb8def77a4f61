import { blocksOf, piecesOf } from "./markdown";
import type { Block } from "./markdown";

/** A card as it stands in the code; its title is the page's own. */
export function CardText({ text }: { text: string }) {
  const blocks = blocksOf(text).filter((block) => block.kind !== "heading" || block.level > 1);
  return <div className="card-text">{blocks.map((block, i) => <Shown key={i} block={block} />)}</div>;
}

function Shown({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return block.level === 2 ? <h3><Text of={block.text} /></h3> : <h4><Text of={block.text} /></h4>;
    case "list":
      return <ul>{block.items.map((item, i) => <li key={i}><Text of={item} /></li>)}</ul>;
    case "table":
      return (
        <div className="tablewrap" tabIndex={0} role="group" aria-label={block.head.join(", ")}>
          <table className="plain-table">
            <thead><tr>{block.head.map((cell, i) => <th key={i}><Text of={cell} /></th>)}</tr></thead>
            <tbody>{block.rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}><Text of={cell} /></td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case "paragraph":
      return <p><Text of={block.text} /></p>;
  }
}

function Text({ of }: { of: string }) {
  return piecesOf(of).map((piece, i) => (piece.kind === "code" ? <code key={i}>{piece.text}</code> : piece.kind === "strong" ? <strong key={i}>{piece.text}</strong> : <span key={i}>{piece.text}</span>));
}
