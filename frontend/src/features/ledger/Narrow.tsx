import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { bundleNarrowed, bundleWrite } from "../../ledger/bundle";
import type { Bundle } from "../../ledger/bundle";
import { Icon } from "../../ui/Icon";
import { partName, save } from "./files";
import { groupsOf, usualGroups } from "./groups";

/** A copy that shows less: the rest becomes hashes, and the copy still verifies. */
export function Narrow({ bundle, name }: { bundle: Bundle; name: string }) {
  const { t } = useTranslation();
  const groups = useMemo(() => groupsOf(bundle.entry.opening.fields), [bundle]);
  const [shown, setShown] = useState<ReadonlySet<string>>(() => usualGroups(groups));
  const toggle = (group: string) => setShown((before) => {
    const next = new Set(before);
    if (!next.delete(group)) next.add(group);
    return next;
  });
  const download = () => {
    const names = groups.filter((group) => shown.has(group.name)).flatMap((group) => group.fields);
    save(bundleWrite(bundleNarrowed(bundle, new Set(names))), partName(name));
  };
  return (
    <section>
      <details className="more-details">
        <summary className="disc"><span>{t("proof.narrow.title")}</span><Icon name="down" /></summary>
        <div className="stack tight narrow-form">
          <p className="second">{t("proof.narrow.text")}</p>
          <fieldset className="plain-set">
            <legend>{t("proof.narrow.show")}</legend>
            <div className="groups">
              {groups.map((group) => (
                <label key={group.name}>
                  <input type="checkbox" checked={shown.has(group.name)} onChange={() => toggle(group.name)} />
                  <span>{group.name}{group.fields.length > 1 && <span className="second"> {t("proof.narrow.fields", { count: group.fields.length })}</span>}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="row"><button className="btn main roomy" onClick={download}>{t("proof.narrow.save")}</button></div>
        </div>
      </details>
    </section>
  );
}
