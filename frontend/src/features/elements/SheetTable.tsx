import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { sheetFile } from "../../api/elements";
import type { Sheet, SheetRow } from "../../api/elements";
import { clock, dayAndTime } from "../../i18n/format";
import { Mark } from "../../ui/Mark";
import { checkWords, SHAPES } from "./words";

interface Props {
  org: string;
  sheet: Sheet;
  participant: string;
  current: number | null;
  onRow: (row: SheetRow) => void;
}

/** Elements, groups and values that a page of the code prints; what was downgraded and why; what people said. */
export function SheetTable({ org, sheet, participant, current, onRow }: Props) {
  const { t } = useTranslation();
  const cycle = sheet.rows.map((row) => row.element.cycle).find((one) => one !== null);
  return (
    <>
      <section>
        <div className="head">
          <h2 className="t18">{t("elements.sheet")}</h2>
          <span className="row tight8"><a href={sheetFile(org, sheet.assessment, "csv")} download>CSV</a><a href={sheetFile(org, sheet.assessment, "pdf")} download>PDF</a></span>
        </div>
        <table className="sheet">
          <caption className="vh">{t("elements.sheet")}</caption>
          <thead><tr><th><span className="vh">{t("table.number")}</span></th><th>{t("elements.at")}</th><th>{t("elements.what")}</th><th><span className="vh">{t("elements.requirements")}</span></th><th className="end">{t("elements.value")}</th></tr></thead>
          <tbody>
            {sheet.rows.map((row) => (
              <tr key={row.index} aria-current={row.index === current ? "true" : undefined} onClick={() => onRow(row)}>
                <td className="label"><button className="jump" aria-label={t("elements.jump", { n: row.index })}>{row.index}</button></td>
                <td className="num label">{clock(row.start_s)}</td>
                <td><strong>{row.word !== null && row.word.said === null ? t("elements.none_named", { name: row.element.name }) : row.element.name}</strong><span className="label">{remark(row)}</span></td>
                <td><Mark shape={SHAPES[row.outcome]} /><span className="vh">{t(`elements.outcome.${row.outcome}`)}</span></td>
                <td className="end">{value(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="second stack tight8">
        <p>{t("elements.values_note")}</p>
        <p>{t("elements.experimental")}</p>
        <p className="label">{t("elements.rules_note", { cycle: cycle ?? t("elements.unknown") })}</p>
        <p className="label"><Link to={`/o/${org}/athletes/${participant}`}>{t("elements.to_progress")}</Link></p>
      </section>
      {sheet.history.length > 0 && (
        <section>
          <h2 className="label">{t("elements.history")}</h2>
          <ul className="history">
            {sheet.history.map((word) => (
              <li key={word.id} className={word.withdrawn_at === null ? undefined : "second"}>
                {t(word.withdrawn_at === null ? "elements.history_item" : "elements.history_taken", { name: word.reviewer_name, when: dayAndTime(word.created_at, t), at: clock(word.start_s, 1), element: word.said?.name ?? t("elements.say_none") })} <q>{word.note}</q>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );

  function remark(row: SheetRow): string {
    const code = row.element.code ?? (row.element.group === null ? t("elements.acrobatic") : t("elements.group_family", { group: row.element.group, family: row.element.family ?? "" }));
    const first = row.checks.find((check) => check.outcome !== "met") ?? row.checks[0];
    const why = row.word !== null ? t("elements.by_coach") : (row.downgrade ?? (first === undefined ? "" : checkWords(t, first)));
    const again = row.repeats === null ? "" : `; ${t("elements.again", { n: row.repeats })}`;
    return `${code}; ${why}${again}`;
  }

  function value(row: SheetRow): string {
    if (row.outcome === "missed") return "–";
    return row.element.value === null ? t("elements.unknown") : row.element.value.toFixed(1);
  }
}
