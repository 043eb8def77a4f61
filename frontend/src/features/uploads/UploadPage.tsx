import { useRef, useState } from "react";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useSearchParams } from "react-router";
import { getConsent, getExercises, getParticipants } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { Refusal, SelectField } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { useNarrow } from "../../ui/useNarrow";
import { useTitle } from "../../ui/useTitle";
import { ExerciseChoice } from "./ExerciseChoice";
import { addFile } from "./outbox";
import { SendingList } from "./SendingList";

/** Files that a camera or a phone makes; the server looks at the content itself. */
const ACCEPT = "video/*,.mp4,.mov,.m4v,.webm,.mkv,.avi,.3gp,.hevc";

export function UploadPage() {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org, role, kind } = membership;
  const { pathname } = useLocation();
  const [search, setSearch] = useSearchParams();
  const forOthers = membership.permissions.includes("participant:list");
  const consent = useResource(role === "participant" ? `consent/${org}` : null, () => getConsent(org));
  const exercises = useResource("exercises", getExercises);
  const participants = useResource(forOthers ? `participants/${org}` : null, () => getParticipants(org));
  const narrow = useNarrow();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const exercise = search.get("exercise");
  const participant = search.get("participant") ?? "";
  useTitle(t("upload.title"));

  if (consent.data?.needed === true) return <Navigate to={`/o/${org}/consent?next=${encodeURIComponent(pathname)}`} replace />;

  const set = (name: string, value: string | null) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
      return next;
    }, { replace: true });
  const chosen = participants.data?.results.find((item) => item.id === participant);
  const blocked = forOthers && (chosen === undefined || !chosen.consented);

  const take = (files: FileList | null) => {
    setRefusal(null);
    if (files === null || files.length === 0) return;
    if (blocked) {
      setRefusal(t(chosen === undefined ? `upload.whose_${kind}` : "upload.no_consent", { name: chosen?.name }));
      return;
    }
    for (const file of files) {
      if (file.size === 0) setRefusal(t("upload.empty_file", { name: file.name }));
      else void addFile(file, { org, exercise, participant: participant === "" ? null : participant });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const film = new URLSearchParams({ ...(exercise === null ? {} : { exercise }), ...(participant === "" ? {} : { participant }) }).toString();

  return (
    <div className={role === "participant" ? "wrap narrow for-patient" : "wrap narrow"}>
      <div className="head2"><h1>{t("upload.title")}</h1></div>
      <div className="stack loose">
        {narrow && <SendingList org={org} exercises={exercises.data ?? []} />}
        {forOthers && (
          <div className="dense">
            <SelectField label={t(`upload.person_${kind}`)} value={participant} onChange={(value) => set("participant", value)}>
              <option value="">{participants.loading ? t("loading") : t("upload.choose")}</option>
              {(participants.data?.results ?? []).map((item) => <option key={item.id} value={item.id}>{item.consented ? item.name : t("upload.not_consented", { name: item.name })}</option>)}
            </SelectField>
          </div>
        )}
        <ExerciseChoice exercises={exercises.data ?? []} loading={exercises.loading} value={exercise} onChange={(value) => set("exercise", value)} />
        <div className={over ? "dropzone over" : "dropzone"} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <p className="t18 only-wide">{t("upload.drop")}</p>
          <div className="row">
            <button className="btn main roomy" onClick={() => input.current?.click()}><Icon name="plus" />{t("upload.pick")}</button>
            {!blocked && <Link className="btn roomy" to={`/o/${org}/film${film === "" ? "" : `?${film}`}`}><Icon name="camera" />{t("upload.film")}</Link>}
          </div>
          <p className="hint">{t("upload.hint")}</p>
          <input ref={input} className="vh" type="file" accept={ACCEPT} multiple tabIndex={-1} aria-label={t("upload.pick")} onChange={(event) => { take(event.target.files); event.target.value = ""; }} />
        </div>
        {refusal !== null && <Refusal>{refusal}</Refusal>}
        {!narrow && <SendingList org={org} exercises={exercises.data ?? []} />}
      </div>
    </div>
  );
}
