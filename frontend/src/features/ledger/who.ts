import type { TFunction } from "i18next";
import type { JournalActor } from "../../api/ledger";

/** Who did it, in words: a name where one is known, and the role it acted under where that is not its own. */
export function whoWords(t: TFunction, { kind, name }: JournalActor): string {
  if (name === null) return kind === "user" ? t("ledger.gone") : t(`proof.actor.${kind}`, { defaultValue: kind });
  return kind === "user" ? name : t("ledger.named_as", { name, kind: t(`ledger.actor.${kind}`, { defaultValue: kind }) });
}
