import { RecordLine } from "../features/ledger/RecordLine";
import { ResultPage } from "../features/results/ResultPage";

/** A result, and below it how far its record has come. */
export function Result() {
  return <ResultPage record={(assessment) => <RecordLine assessment={assessment} />} />;
}
