import { RoutineResult } from "../features/elements/RoutineResult";
import { RecordLine } from "../features/ledger/RecordLine";
import { ResultPage } from "../features/results/ResultPage";

/** A result, and below it how far its record has come; a routine is laid out by its elements. */
export function Result() {
  return <ResultPage record={(assessment) => <RecordLine assessment={assessment} />} routine={(slots) => <RoutineResult {...slots} />} />;
}
