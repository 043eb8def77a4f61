// Applies captured events to an old state with the front end's own reducer.
// stdin: {reducer, assessment, landmarks, events}; stdout: {assessment, repetitions, quality, landmarks}
import { readFileSync } from "node:fs";

const { reducer, assessment, landmarks, events } = JSON.parse(readFileSync(0, "utf8"));
const { initialState, applyEvents, landmarksOf } = await import(reducer);
const state = applyEvents(initialState(assessment, landmarks), events);
process.stdout.write(JSON.stringify({
  assessment: state.assessment,
  repetitions: state.repetitions,
  quality: state.quality,
  landmarks: landmarksOf(state),
}));
