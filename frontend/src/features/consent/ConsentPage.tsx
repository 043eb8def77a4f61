import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { getConsent, giveConsent, withdrawConsent } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { dayOf } from "../../i18n/format";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";

/** What a person allows, in which version, since when; given before the first clip, taken back at any time. */
export function ConsentPage() {
  const { t, i18n } = useTranslation();
  const { org } = useOrganisation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const consent = useResource(`consent/${org}`, () => getConsent(org));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  useTitle(t("consent.title"));
  const next = search.get("next");

  const act = async (work: () => Promise<unknown>, then: () => void) => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
      then();
    } catch (error) {
      setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
    }
    setBusy(false);
  };

  if (consent.data === null) {
    if (consent.error !== null) return <div className="wrap"><Empty title={t("failure.title")} text={consent.error.message || t("failure.no_connection")}><button className="btn main" onClick={consent.reload}>{t("retry")}</button></Empty></div>;
    return <div className="wrap narrow" aria-busy="true"><div className="read"><span className="bone" style={{ "--w": "14rem" }} /><span className="bone" /><span className="bone" /><span className="bone" style={{ "--w": "60%" }} /></div></div>;
  }
  const { document: text, given, needed } = consent.data;
  const standing = given !== null && given.withdrawn_at === null && !needed;
  const give = () => void act(() => giveConsent(org, text.version), () => {
    if (next?.startsWith(`/o/${org}/`) === true) void navigate(next, { replace: true });
    else consent.reload();
  });
  return (
    <div className="wrap narrow consent">
      <article className="read">
        <div>
          <h1 className="t28">{text.title}</h1>
          <p className="label">{t("consent.version", { version: text.version, date: dayOf(text.published_at, i18n.language) })}</p>
        </div>
        {text.body.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
      </article>
      {refusal !== null && <Refusal>{refusal}</Refusal>}
      <div className="row big consent-actions">
        {standing ? (
          <>
            <p className="second grow">{t("consent.given", { date: dayOf(given.given_at, i18n.language), version: given.version })}</p>
            <button className="btn danger" disabled={busy} onClick={() => setAsking(true)}>{t("consent.withdraw")}</button>
          </>
        ) : (
          <>
            {given !== null && <p className="second grow">{t(given.withdrawn_at !== null ? "consent.was_withdrawn" : "consent.new_version", { date: dayOf(given.withdrawn_at ?? given.given_at, i18n.language) })}</p>}
            <button className="btn main" disabled={busy} onClick={give}>{t("consent.give")}</button>
            <button className="btn" disabled={busy} onClick={() => void navigate(`/o/${org}`)}>{t("consent.not_now")}</button>
          </>
        )}
      </div>
      {asking && (
        <Dialog title={t("consent.withdraw_title")} onClose={() => setAsking(false)}>
          <p>{t("consent.withdraw_text")}</p>
          <div className="row">
            <button className="btn danger" disabled={busy} onClick={() => void act(() => withdrawConsent(org), () => { setAsking(false); consent.reload(); })}>{t("consent.withdraw")}</button>
            <button className="btn" onClick={() => setAsking(false)}>{t("cancel")}</button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
