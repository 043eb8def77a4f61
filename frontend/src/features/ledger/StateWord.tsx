import { useTranslation } from "react-i18next";
import type { EntryState } from "../../api/ledger";
import { Icon } from "../../ui/Icon";
import type { IconName } from "../../ui/Icon";

const ICONS: Readonly<Record<EntryState, IconName>> = { waiting: "clock", logged: "dash", cosigned: "check", anchored: "check" };

/** How far an entry has come. */
export function StateWord({ state }: { state: EntryState }) {
  const { t } = useTranslation();
  return <span className={`entry-state ${state}`}><Icon name={ICONS[state]} />{t(`ledger.state.${state}`)}</span>;
}
