import { useCallback, useEffect, useRef, useState } from "react";

export type CameraState = "asking" | "on" | "denied" | "none" | "busy" | "lost";

export interface Camera {
  state: CameraState;
  stream: MediaStream | null;
  facing: "environment" | "user";
  flip: () => void;
  again: () => void;
}

/** One camera for the page's life; one question to the person, unless the picture is lost. */
export function useCamera(): Camera {
  const [state, setState] = useState<CameraState>("asking");
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [facing, setFacing] = useState<"environment" | "user">("environment");
  const [turn, setTurn] = useState(0);
  const open = useRef<MediaStream | null>(null);

  useEffect(() => {
    let ended = false;
    const close = () => {
      for (const track of open.current?.getTracks() ?? []) track.stop();
      open.current = null;
    };
    const begin = async () => {
      setState("asking");
      // Absent on an insecure address, whatever the types say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      if (devices === undefined) {
        setState("none");
        return;
      }
      try {
        const fresh = await devices.getUserMedia({ video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }, audio: false });
        if (ended) {
          for (const track of fresh.getTracks()) track.stop();
          return;
        }
        open.current = fresh;
        for (const track of fresh.getVideoTracks()) track.onended = () => setState("lost");
        setStream(fresh);
        setState("on");
      } catch (error) {
        if (ended) return;
        const name = error instanceof DOMException ? error.name : "";
        setState(name === "NotAllowedError" ? "denied" : name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy");
      }
    };
    void begin();
    return () => {
      ended = true;
      setStream(null);
      close();
    };
  }, [facing, turn]);

  return {
    state,
    stream,
    facing,
    flip: useCallback(() => setFacing((value) => (value === "environment" ? "user" : "environment")), []),
    again: useCallback(() => setTurn((value) => value + 1), []),
  };
}

const SAMPLE = { width: 64, height: 36 };
const DARK_LUMA = 50;

/** Is there enough light? The mean brightness of a small copy of the picture, twice a second; null while unknown. */
export function useLight(video: React.RefObject<HTMLVideoElement | null>, active: boolean): boolean | null {
  const [enough, setEnough] = useState<boolean | null>(null);
  useEffect(() => {
    if (!active) return undefined;
    const canvas = document.createElement("canvas");
    canvas.width = SAMPLE.width;
    canvas.height = SAMPLE.height;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const timer = setInterval(() => {
      const picture = video.current;
      if (picture === null || picture.videoWidth === 0 || context === null) return;
      context.drawImage(picture, 0, 0, SAMPLE.width, SAMPLE.height);
      const { data } = context.getImageData(0, 0, SAMPLE.width, SAMPLE.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
      setEnough(sum / (data.length / 4) >= DARK_LUMA);
    }, 500);
    return () => clearInterval(timer);
  }, [video, active]);
  return enough;
}

/** Keeps the screen on while filming, also after the phone was looked away from. */
export function useWakeLock(active: boolean): void {
  useEffect(() => {
    if (!active || !("wakeLock" in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let ended = false;
    const take = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (ended) await lock.release();
      } catch {
        // Low battery refuses it; filming goes on.
        lock = null;
      }
    };
    const again = () => void take();
    void take();
    document.addEventListener("visibilitychange", again);
    return () => {
      ended = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, [active]);
}
