import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from "react-router";
import { clipName } from "../../api/catalogue";
import { getConsent, getExercises } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { Icon } from "../../ui/Icon";
import { useTitle } from "../../ui/useTitle";
import { useCamera, useLight, useWakeLock } from "./camera";
import { FilmFoot } from "./FilmFoot";
import type { FilmStep } from "./FilmFoot";
import { FilmTrouble } from "./FilmTrouble";
import { BodyOutline } from "./BodyOutline";
import { addFilm } from "./outbox";
import type { FilmInProgress } from "./outbox";
import { extensionOf, recordingType, startRecording } from "./recorder";
import type { Recording } from "./recorder";
import { useOutbox } from "./useOutbox";
import { say, voiceWanted, wantVoice } from "./voice";

const COUNTDOWN_S = 5;

/** Full-bleed camera, one instruction at a time, a big stop; the upload starts while filming. */
export function FilmPage() {
  const { t, i18n } = useTranslation();
  const membership = useOrganisation();
  const { org, role } = membership;
  const { pathname, search: query } = useLocation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const consent = useResource(role === "participant" ? `consent/${org}` : null, () => getConsent(org));
  const exercises = useResource("exercises", getExercises);
  const exerciseId = search.get("exercise");
  const exercise = exercises.data?.find((item) => item.id === exerciseId) ?? null;
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const [step, setStep] = useState<FilmStep>("ready");
  const [left, setLeft] = useState(COUNTDOWN_S);
  const [filmed_s, setFilmed] = useState(0);
  const [voice, setVoice] = useState(voiceWanted);
  const recording = useRef<Recording | null>(null);
  const film = useRef<FilmInProgress | null>(null);
  const [filmId, setFilmId] = useState<string | null>(null);
  const entry = useOutbox().find((item) => item.id === filmId) ?? null;
  const light = useLight(video, camera.state === "on" && step === "ready");
  const type = recordingType();
  useWakeLock(camera.state === "on");
  useTitle(t("film.title", { name: clipName(t, exerciseId, exercises.data) }));

  useEffect(() => {
    if (video.current !== null) video.current.srcObject = camera.stream;
  }, [camera.stream]);

  const speak = useCallback((key: string) => say(t(key), i18n.language), [t, i18n.language]);
  const begin = useCallback(() => {
    if (camera.stream === null || type === null) return;
    const stamp = new Date().toISOString().slice(0, 16).replace("T", " ").replace(":", ".");
    const started = startRecording(camera.stream, type, (piece) => {
      film.current ??= addFilm(`${exerciseId === null ? t("film.clip") : clipName(t, exerciseId, exercises.data)} ${stamp}.${extensionOf(started.type)}`, started.type.split(";")[0] ?? "video/mp4", { org, exercise: exerciseId, participant: search.get("participant") });
      setFilmId(film.current.id);
      film.current.add(piece);
    });
    recording.current = started;
    setFilmed(0);
    setStep("recording");
    speak("film.go");
  }, [camera.stream, type, exercises.data, exerciseId, org, search, speak, t]);

  const stop = useCallback(async () => {
    const running = recording.current;
    recording.current = null;
    setStep("stopped");
    await running?.stop();
    film.current?.finish();
    speak("film.stopped_say");
  }, [speak]);

  // Leaving the page, a locked screen or a lost camera ends the film; what was filmed is kept and sent.
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === "hidden" && recording.current !== null) void stop();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => document.removeEventListener("visibilitychange", hidden);
  }, [stop]);
  useEffect(() => {
    if (camera.state === "lost" && recording.current !== null) void stop();
  }, [camera.state, stop]);
  useEffect(() => () => {
    const running = recording.current;
    const current = film.current;
    if (running !== null) void running.stop().then(() => current?.finish());
  }, []);

  useEffect(() => {
    if (step !== "counting") return undefined;
    if (left === 0) {
      begin();
      return undefined;
    }
    if (left <= 3) say(String(left), i18n.language);
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [step, left, begin, i18n.language]);
  useEffect(() => {
    if (step !== "recording") return undefined;
    const started = Date.now();
    const timer = setInterval(() => setFilmed((Date.now() - started) / 1000), 200);
    return () => clearInterval(timer);
  }, [step]);

  if (consent.data?.needed === true) return <Navigate to={`/o/${org}/consent?next=${encodeURIComponent(pathname + query)}`} replace />;
  const start = () => {
    film.current = null;
    setFilmId(null);
    setLeft(COUNTDOWN_S);
    setStep("counting");
    speak("film.get_ready");
  };
  const trouble = type === null ? "none" : camera.state === "on" || camera.state === "asking" ? null : camera.state;
  const headline = step === "recording" ? t("film.go") : step === "stopped" ? t("film.stopped") : step === "counting" ? t("film.get_ready") : t(`film.place_${exercise?.posture ?? "standing"}`);
  return (
    <main className="film">
      <video ref={video} className={camera.facing === "user" ? "cam mirrored" : "cam"} autoPlay playsInline muted aria-label={t("film.preview")} />
      {(step === "ready" || step === "counting") && trouble === null && <BodyOutline exercise={exercise} />}
      <div className="say">
        <div className="row t18">
          <Link className="icon" to={`/o/${org}/new${query}`} aria-label={t("close")}><Icon name="close" /></Link>
          <span>{clipName(t, exerciseId, exercises.data)}</span>
          {step === "ready" && <button className="icon push" aria-label={t("film.flip")} onClick={camera.flip}><Icon name="flip" /></button>}
          <button className={step === "ready" ? "icon" : "icon push"} aria-pressed={voice} aria-label={t(voice ? "film.voice_on" : "film.voice_off")} onClick={() => { wantVoice(!voice); setVoice(!voice); }}><Icon name={voice ? "sound" : "mute"} /></button>
        </div>
        <div role="status">
          <h1>{trouble === null ? headline : t(`film.trouble_${trouble}`)}</h1>
          {trouble === null && step === "ready" && <p className="sub">{exercise?.camera_advice ?? t("film.advice")}</p>}
        </div>
        {step === "counting" && <p className="sub count-n" aria-live="assertive">{left}</p>}
      </div>
      {trouble === null ? (
        <FilmFoot step={step} light={light} ready={camera.state === "on"} filmed_s={filmed_s} entry={entry} onStart={start} onStop={() => void stop()} onAgain={() => setStep("ready")}
          onWatch={() => { if (entry?.assessment != null) void navigate(`/o/${org}/clips/${entry.assessment}`); }} />
      ) : (
        <FilmTrouble trouble={trouble} onAgain={camera.again} pick={`/o/${org}/new${query}`} />
      )}
    </main>
  );
}
