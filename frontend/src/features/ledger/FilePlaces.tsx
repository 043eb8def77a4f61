import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon";
import type { FileKind } from "./files";

interface Props {
  names: Record<FileKind, string | null>;
  isOver: boolean;
  onTake: (files: readonly File[], meant: FileKind) => void;
}

/** A place for the proof and one for the trust file; a dropped file finds its own. */
export function FilePlaces({ names, isOver, onTake }: Props) {
  const { t } = useTranslation();
  return (
    <div className={isOver ? "dropzone places over" : "dropzone places"}>
      <Place kind="bundle" name={names.bundle} isFirst={names.bundle === null} onTake={onTake} />
      <Place kind="trust" name={names.trust} isFirst={names.bundle !== null && names.trust === null} onTake={onTake} />
      <p className="second only-wide wide-place">{t("proof.drop")}</p>
    </div>
  );
}

function Place({ kind, name, isFirst, onTake }: { kind: FileKind; name: string | null; isFirst: boolean; onTake: Props["onTake"] }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="place">
      <h2>{t(`proof.file.${kind}`)}</h2>
      {name === null ? <p className="second">{t(`proof.file.${kind}_hint`)}</p> : <p className="with-name"><Icon name="check" /><bdi>{name}</bdi></p>}
      <button className={isFirst ? "btn main roomy" : "btn roomy"} onClick={() => input.current?.click()}>{t(name === null ? `proof.file.pick_${kind}` : `proof.file.other_${kind}`)}</button>
      <input ref={input} hidden type="file" name={kind} accept=".json,application/json" onChange={(event) => { onTake([...(event.target.files ?? [])], kind); event.target.value = ""; }} />
    </section>
  );
}
