import { useTranslation } from "react-i18next";
import type { VerdictLabel } from "../../api/types";
import { Mark } from "../../ui/Mark";
import { shapeOf } from "./verdicts";

/** Shape, word and colour together. */
export function VerdictWord({ label, text }: { label: VerdictLabel | null; text?: string }) {
  const { t } = useTranslation();
  const shape = shapeOf(label);
  return (
    <span className={`v is-${shape}`}>
      <Mark shape={shape} />
      <b>{text ?? t(`verdict.${label ?? "pending"}`)}</b>
    </span>
  );
}
