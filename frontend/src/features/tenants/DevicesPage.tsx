import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteDevice, getDevices, postDevice } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import type { Device, DeviceMade, Scope } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Field, Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";

const SCOPES: readonly Scope[] = ["assessment:create", "assessment:view"];

/** Cameras and scripts that send clips with a token of their own, shown once. */
export function DevicesPage() {
  const { t } = useTranslation();
  const { org, permissions } = useOrganisation();
  const devices = useResource(`devices/${org}`, () => getDevices(org));
  const action = useAction();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(SCOPES);
  const [fresh, setFresh] = useState<DeviceMade | null>(null);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const [copied, setCopied] = useState(false);
  const manages = permissions.includes("device:manage");
  useTitle(t("devices.title"));
  const list = devices.data?.results ?? [];
  const make = () =>
    void action.run(async () => {
      setCopied(false);
      setFresh(await postDevice(org, { name: name.trim(), scopes: [...scopes] }, crypto.randomUUID()));
      setName("");
      devices.reload();
    });
  const copy = async (token: string) => {
    await navigator.clipboard.writeText(token);
    setCopied(true);
  };
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("devices.title")}</h1></div>
      {manages && (
        <section className="block" aria-labelledby="new-device">
          <h2 id="new-device">{t("devices.new")}</h2>
          <form className="row form-row dense" onSubmit={(event) => { event.preventDefault(); make(); }}>
            <Field label={t("devices.name")} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} error={action.fields.name} />
            <fieldset className="plain-set checks">
              <legend className="label">{t("devices.scopes")}</legend>
              {SCOPES.map((scope) => <label key={scope}><input type="checkbox" checked={scopes.includes(scope)} onChange={(event) => setScopes((before) => (event.target.checked ? [...before, scope] : before.filter((item) => item !== scope)))} /> {t(`devices.scope_${scope.replace(":", "_")}`)}</label>)}
            </fieldset>
            <button className="btn main" disabled={action.busy || scopes.length === 0}>{t("devices.make")}</button>
          </form>
          {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
        </section>
      )}
      {fresh !== null && (
        <section className="block" role="status">
          <h2>{t("devices.token", { name: fresh.name })}</h2>
          <p className="second">{t("devices.token_text")}</p>
          <p className="secret">{fresh.token}</p>
          <div><button className="btn" onClick={() => void copy(fresh.token)}>{t(copied ? "devices.copied" : "devices.copy")}</button></div>
        </section>
      )}
      {devices.error !== null && <div className="row"><Refusal>{devices.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={devices.reload}>{t("retry")}</button></div>}
      {devices.data !== null && list.length === 0 && <Empty title={t("devices.none")} text={t("devices.none_text")} />}
      {(devices.loading || list.length > 0) && (
        <div className="tablewrap">
          <table className="people in-rows">
            <caption className="vh">{t("devices.title")}</caption>
            <thead><tr><th>{t("devices.name")}</th><th>{t("devices.scopes")}</th><th>{t("devices.used")}</th>{manages && <th><span className="vh">{t("members.actions")}</span></th>}</tr></thead>
            <tbody>
              {devices.loading && [1, 2].map((row) => <tr key={row} aria-hidden="true"><td><span className="bone" style={{ "--w": "10rem" }} /></td><td><span className="bone" style={{ "--w": "6rem" }} /></td><td /><td /></tr>)}
              {list.map((device) => (
                <tr key={device.id}>
                  <td><strong>{device.name}</strong><br /><span className="label">{t("devices.made", { when: moment(device.created_at, t) })}</span></td>
                  <td className="second" data-label={t("devices.scopes")}>{device.scopes.map((scope) => t(`devices.scope_${scope.replace(":", "_")}`, { defaultValue: scope })).join(", ")}</td>
                  <td className="second" data-label={t("devices.used")}>{device.revoked_at !== null ? t("devices.revoked", { when: moment(device.revoked_at, t) }) : device.last_used_at === null ? t("devices.never") : moment(device.last_used_at, t)}</td>
                  {manages && <td className="end">{device.revoked_at === null && <button className="btn" onClick={() => setRevoking(device)} aria-label={t("devices.revoke_named", { name: device.name })}>{t("devices.revoke")}</button>}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking !== null && (
        <Dialog title={t("devices.revoke_title", { name: revoking.name })} onClose={() => setRevoking(null)}>
          <p>{t("devices.revoke_text")}</p>
          <div className="row">
            <button className="btn danger" disabled={action.busy} onClick={() => void action.run(async () => { await deleteDevice(org, revoking.id); setRevoking(null); devices.reload(); })}>{t("devices.revoke")}</button>
            <button className="btn" onClick={() => setRevoking(null)}>{t("cancel")}</button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
