import { useTranslation } from "react-i18next";
import { SelectField } from "../../ui/Field";
import { SPANS_DAYS } from "./grants";

/** For how long: access always ends. */
export function UntilField({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const { t } = useTranslation();
  return (
    <SelectField label={t("access.for")} value={String(days)} onChange={(value) => onChange(Number(value))}>
      {SPANS_DAYS.map((span) => <option key={span} value={span}>{t("access.days", { count: span })}</option>)}
    </SelectField>
  );
}
