import { seconds } from "../../pose/units";
import type { Seconds } from "../../pose/units";

export const RATES = [0.25, 0.5, 1, 2] as const;

export interface PlayheadState {
  playing: boolean;
  rate: number;
  duration_s: number;
}

/**
 * The one time of the page: that of the frame on show. Video, skeleton, plots, table and line read it from here;
 * all of them can move it. Without a video (not yet prepared) it is moved by `show` alone.
 */
export class Playhead {
  private video: HTMLVideoElement | null = null;
  private frameRequest = 0;
  private animation = 0;
  private until_s: number | null = null;
  private rateBefore: number | null = null;
  private readonly moved = new Set<(time: Seconds) => void>();
  private readonly changed = new Set<() => void>();
  private state: PlayheadState = { playing: false, rate: 1, duration_s: 0 };
  private current = seconds(0);

  get time(): Seconds {
    return this.current;
  }

  readonly getState = (): PlayheadState => this.state;
  readonly watchState = (listener: () => void) => {
    this.changed.add(listener);
    return () => void this.changed.delete(listener);
  };
  readonly watchTime = (listener: (time: Seconds) => void) => {
    this.moved.add(listener);
    listener(this.current);
    return () => void this.moved.delete(listener);
  };

  attach(video: HTMLVideoElement): () => void {
    this.video = video;
    const events = new AbortController();
    const on = (name: string, run: () => void) => video.addEventListener(name, run, { signal: events.signal });
    on("play", () => this.set({ playing: true }));
    on("pause", () => this.set({ playing: false }));
    on("ended", () => this.set({ playing: false }));
    on("ratechange", () => this.set({ rate: video.playbackRate }));
    on("loadedmetadata", () => {
      video.playbackRate = this.state.rate;
      if (this.current > 0) video.currentTime = this.current;
    });
    if ("requestVideoFrameCallback" in video) {
      const onFrame = (_now: number, frame: VideoFrameCallbackMetadata) => {
        this.arrive(frame.mediaTime);
        this.frameRequest = video.requestVideoFrameCallback(onFrame);
      };
      this.frameRequest = video.requestVideoFrameCallback(onFrame);
    } else {
      this.withoutFrameCallback(video, on);
    }
    return () => {
      events.abort();
      if ("cancelVideoFrameCallback" in video) video.cancelVideoFrameCallback(this.frameRequest);
      cancelAnimationFrame(this.animation);
      this.video = null;
      this.set({ playing: false });
    };
  }

  /** Browsers that do not tell which frame they show: the clock of the element, each time the screen is drawn. */
  private withoutFrameCallback(element: HTMLMediaElement, on: (name: string, run: () => void) => void): void {
    const tick = () => {
      this.arrive(element.currentTime);
      if (!element.paused) this.animation = requestAnimationFrame(tick);
    };
    on("play", tick);
    on("seeked", tick);
    on("loadeddata", tick);
  }

  setDuration(duration_s: number): void {
    if (duration_s !== this.state.duration_s) this.set({ duration_s });
  }

  /** Moves everything at once; the video follows as fast as it can. */
  seek(time_s: number): void {
    this.endExcerpt();
    this.show(time_s);
  }

  show(time_s: number): void {
    const time = Math.min(Math.max(0, time_s), this.state.duration_s || time_s);
    if (this.video !== null && Math.abs(this.video.currentTime - time) > 1e-4) this.video.currentTime = time;
    this.tell(time);
  }

  play(): void {
    const video = this.video;
    if (video === null) return;
    if (this.state.duration_s > 0 && this.current >= this.state.duration_s - 0.05) video.currentTime = 0;
    // Refused (no source yet, or the tab may not play): the button simply stays as it is.
    video.play().catch(() => this.set({ playing: false }));
  }

  pause(): void {
    this.endExcerpt();
    this.video?.pause();
  }

  toggle(): void {
    if (this.state.playing) this.pause();
    else this.play();
  }

  setRate(rate: number): void {
    this.rateBefore = null;
    this.applyRate(rate);
  }

  /** "Show me": that part at half speed, then stop where it ends and give the speed back. */
  excerpt(start_s: number, end_s: number, rate = 0.5): void {
    this.endExcerpt();
    this.rateBefore = this.state.rate;
    this.applyRate(rate);
    this.show(start_s);
    this.until_s = end_s;
    this.play();
  }

  private applyRate(rate: number): void {
    if (this.video !== null) this.video.playbackRate = rate;
    this.set({ rate });
  }

  private endExcerpt(): void {
    this.until_s = null;
    if (this.rateBefore !== null) {
      this.applyRate(this.rateBefore);
      this.rateBefore = null;
    }
  }

  private arrive(time_s: number): void {
    if (this.until_s !== null && time_s >= this.until_s) {
      this.video?.pause();
      this.endExcerpt();
    }
    this.tell(time_s);
  }

  private tell(time_s: number): void {
    this.current = seconds(time_s);
    for (const listener of this.moved) listener(this.current);
  }

  private set(change: Partial<PlayheadState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.changed) listener();
  }
}
