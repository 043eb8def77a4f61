/** How-to pictures of rendered people, made by `make pictures`; an exercise without them is drawn as a mannequin (Still). */
const FILES = import.meta.glob<string>("../pictures/*.webp", { eager: true, query: "?url", import: "default" });

/** `far`: the telling posture, or the one to hold. */
export type PictureMoment = "start" | "far";

export const pictureOf = (exercise: string, moment: PictureMoment): string | null => FILES[`../pictures/${exercise}-${moment}.webp`] ?? null;
