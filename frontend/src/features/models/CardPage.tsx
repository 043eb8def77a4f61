import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { getExercises } from "../../api/endpoints";
import { getCard } from "../../api/models";
import type { Card, Learned } from "../../api/models";
import { useOrganisation } from "../../api/session";
import type { Exercise } from "../../api/types";
import { useResource } from "../../api/useResource";
import { Icon } from "../../ui/Icon";
import { useTitle } from "../../ui/useTitle";
import { CardText } from "./CardText";
import "./models.css";
import { Reliability } from "./Reliability";
import { Waiting } from "./Waiting";
import { decimals, nameOf, percent } from "./words";

/** One model with everything that is known of it. */
export function CardPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const { name = "" } = useParams();
  const found = useResource(`card/${name}`, () => getCard(name));
  const exercises = useResource("exercises", getExercises);
  const title = t(`models.short.${name}`, { defaultValue: found.data?.title ?? name });
  useTitle(title);
  return (
    <div className="wrap card-page">
      <div className="back-line"><Link className="btn plain" to={`/o/${org}/models`}><Icon name="back" className="flip" />{t("models.title")}</Link></div>
      <div className="head2"><h1>{title}</h1></div>
      <Waiting of={found} />
      {found.data !== null && <Shown card={found.data} exercises={exercises.data} />}
    </div>
  );
}

function Shown({ card, exercises }: { card: Card; exercises: readonly Exercise[] | null }) {
  const { t } = useTranslation();
  return (
    <>
      {card.files.length > 0 && (
        <dl className="tech marks-of">{card.files.map((file) => <div key={file.name}><dt>{file.name}</dt><dd>{t("models.sha256")} {file.sha256}</dd></div>)}</dl>
      )}
      {card.figures !== null && <Figures of={card.figures} exercises={exercises} />}
      <section className="block"><h2>{t("models.card")}</h2><CardText text={card.text} /></section>
    </>
  );
}

const SHOWN = ["accuracy", "clip_accuracy", "worst_subject_accuracy", "coverage", "accuracy_when_sure", "ece"] as const;

function Figures({ of, exercises }: { of: Learned; exercises: readonly Exercise[] | null }) {
  const { t } = useTranslation();
  const interval = (name: string) => {
    const [low, high] = of.intervals[name] ?? [];
    return low === undefined || high === undefined ? "" : t("models.between", { low: decimals(low), high: decimals(high) });
  };
  return (
    <>
      <section className="block">
        <h2>{t("models.figures")}</h2>
        <p className="second">{t("models.left_out", { n: of.n, subjects: of.subjects })}</p>
        <div className="tablewrap">
          <table className="plain-table in-rows">
            <caption className="vh">{t("models.figures")}</caption>
            <thead><tr><th>{t("models.figure_name")}</th><th className="end">{t("models.others")}</th><th className="end">{t("models.own")}</th></tr></thead>
            <tbody>
              {SHOWN.map((name) => (
                <tr key={name}>
                  <td>{t(`models.figure.${name}`)}</td>
                  <td className="end num" data-label={t("models.others")}>{decimals(of.metrics[name])} <span className="second">{interval(name)}</span></td>
                  <td className="end num" data-label={t("models.own")}>{decimals(of.own_metrics[name])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="block">
        <h2>{t("models.reliability")}</h2>
        <p className="second">{t("models.reliability_text")}</p>
        <div className="diagrams">
          <Reliability title={t("models.others")} bins={of.reliability} />
          <Reliability title={t("models.own")} bins={of.own_reliability} />
        </div>
      </section>
      <section className="block">
        <h2>{t("models.by_exercise")}</h2>
        <div className="tablewrap">
          <table className="plain-table in-rows">
            <caption className="vh">{t("models.by_exercise")}</caption>
            <thead><tr><th>{t("models.exercise")}</th><th className="end">{t("models.repetitions")}</th><th className="end">{t("models.figure.accuracy")}</th><th className="end">{t("models.figure.f1")}</th><th className="end">{t("models.figure.ece")}</th><th className="end">{t("models.own")}</th></tr></thead>
            <tbody>
              {Object.entries(of.exercises).map(([id, row]) => (
                <tr key={id}>
                  <td>{nameOf(exercises, id)}</td>
                  <td className="end num" data-label={t("models.repetitions")}>{row.n}</td>
                  <td className="end num" data-label={t("models.figure.accuracy")}>{percent(row.accuracy)}</td>
                  <td className="end num" data-label={t("models.figure.f1")}>{decimals(row.f1)}</td>
                  <td className="end num" data-label={t("models.figure.ece")}>{decimals(row.ece)}</td>
                  <td className="end num" data-label={t("models.own")}>{percent(row.own_accuracy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="label">{of.protocol}</p>
      </section>
    </>
  );
}
