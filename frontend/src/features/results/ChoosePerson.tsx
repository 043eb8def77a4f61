import { useState } from "react";
import type { KeyboardEvent, MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { followPerson } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import type { Assessment } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Refusal } from "../../ui/Field";
import { moved } from "./place";
import type { Place } from "./place";

interface Props {
  org: string;
  assessment: Assessment;
  onChosen: () => void;
  onClose: () => void;
}

/** The first frame, on which one taps the person who is meant; the clip is then measured again with that one. */
export function ChoosePerson({ org, assessment, onChosen, onClose }: Props) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { video } = assessment;
  if (video === null) return null;

  const tap = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPlace({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const onKey = (event: KeyboardEvent) => {
    const next = moved(place, event.key);
    if (next === null) return;
    setPlace(next);
    event.preventDefault();
  };
  const send = async () => {
    if (place === null) return;
    setBusy(true);
    setRefusal(null);
    try {
      await followPerson(org, assessment.id, place);
      onChosen();
    } catch (error) {
      setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("person.title")} sheet onClose={onClose}>
      <div className="stack tight">
        <p id="person-how">{t("person.how")}</p>
        {/* Arrow keys move the ring, so that nobody needs to point. */}
        <div className="person-frame" role="application" tabIndex={0} aria-label={t("person.frame")} aria-describedby="person-how" style={{ "--aspect": video.width_px / video.height_px }} onClick={tap} onKeyDown={onKey}>
          <video src={`${video.url}#t=0.001`} muted playsInline preload="auto" aria-hidden="true" tabIndex={-1} />
          {place !== null && <span className="ring" style={{ left: `${place.x * 100}%`, top: `${place.y * 100}%` }} />}
        </div>
        <p className="vh" role="status">{place === null ? "" : t("person.at", { x: Math.round(place.x * 100), y: Math.round(place.y * 100) })}</p>
        {refusal !== null && <Refusal>{refusal}</Refusal>}
        <div className="row">
          <button className="btn main roomy" disabled={place === null || busy} onClick={() => void send()}>{t("person.measure")}</button>
          <span className="second">{t("person.replaces")}</span>
        </div>
      </div>
    </Dialog>
  );
}
