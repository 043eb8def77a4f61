import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Quality } from "../../api/types";
import { clock } from "../../i18n/format";
import { inRows, reasonName } from "./moments";

interface Props {
  items: readonly Quality[];
  place: (start_s: number, end_s: number) => CSSProperties;
  onShow: (start_s: number, end_s: number) => void;
}

/** What limits the picture, where: hatched, with its sentence; each plays its part. */
export function PictureLane({ items, place, onShow }: Props) {
  const { t } = useTranslation();
  const placed = inRows(items);
  const rows = Math.max(...placed.map(({ row }) => row)) + 1;
  return (
    <>
      <div className="gut">{t("timeline.picture")}</div>
      <div className="track limits" style={{ "--rows": rows }}>
        {placed.map(({ item, row }) => {
          const name = reasonName(t, item);
          return (
            <button key={`${item.reason}${item.start_s}`} className="limit-span" style={{ ...place(item.start_s, item.end_s), "--row": row }} title={item.sentence}
              aria-label={t("timeline.picture_item", { name, from: clock(item.start_s), to: clock(item.end_s), sentence: item.sentence ?? "" })} onClick={() => onShow(item.start_s, item.end_s)}>
              <i>{name}</i>
            </button>
          );
        })}
      </div>
    </>
  );
}
