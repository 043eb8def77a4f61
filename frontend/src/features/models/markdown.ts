/** The part of Markdown that cards are written in, as data; anything else stays the text that it is. */
export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "table"; head: string[]; rows: string[][] };

export interface Piece {
  kind: "text" | "code" | "strong";
  text: string;
}

const RULE = /^\|(?:\s*:?-+:?\s*\|)+$/;

export function blocksOf(markdown: string): Block[] {
  return markdown.replaceAll("\r", "").split(/\n{2,}/).map((part) => part.trim()).filter((part) => part !== "").flatMap(blockOf);
}

function blockOf(part: string): Block[] {
  const lines = part.split("\n");
  const first = lines[0] ?? "";
  const heading = /^(#{1,4}) (.*)$/.exec(first);
  if (heading !== null) {
    const block: Block = { kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" };
    const rest = lines.slice(1).join("\n").trim();
    return rest === "" ? [block] : [block, ...blockOf(rest)];
  }
  if (RULE.test(lines[1] ?? "")) return [{ kind: "table", head: cellsOf(first), rows: lines.slice(2).map(cellsOf) }];
  if (/^[-*] /.test(first)) return [{ kind: "list", items: part.split(/\n(?=[-*] )/).map((item) => item.slice(2).replaceAll("\n", " ")) }];
  return [{ kind: "paragraph", text: lines.join(" ") }];
}

const cellsOf = (line: string) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

/** Code, strong and plain text; of a link its words, since it leads into the code's own folders. */
export function piecesOf(text: string): Piece[] {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter((one) => one !== "").map((one) => {
    if (one.startsWith("`") && one.endsWith("`") && one.length > 2) return { kind: "code", text: one.slice(1, -1) };
    if (one.startsWith("**") && one.endsWith("**") && one.length > 4) return { kind: "strong", text: one.slice(2, -2) };
    return { kind: "text", text: one };
  });
}
