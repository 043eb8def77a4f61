import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/Dialog";

const ALWAYS: readonly [string[], string][] = [[["Space"], "play"], [["←", "→"], "frame"], [["J", "K"], "repetition"], [["Esc"], "back"], [["?"], "keys"]];
const REVIEW: readonly [string[], string][] = [[["1", "2", "3"], "verdict"], [["U"], "undo"], [["S"], "sign"]];

export function KeysDialog({ review, onClose }: { review: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      <dl className="keylist">
        {[...(review ? REVIEW : []), ...ALWAYS].map(([keys, name]) => (
          <div key={name} className="keyrow">
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <button className="btn main" onClick={onClose}>{t("close")}</button>
    </Dialog>
  );
}
