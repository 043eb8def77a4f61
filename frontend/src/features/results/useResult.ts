import { useCallback, useEffect, useReducer, useState } from "react";
import { getAssessment, getLandmarks } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import { followAssessment } from "../../api/live";
import type { LiveStatus } from "../../api/live";
import type { Assessment, AssessmentItem, Landmarks, LiveEvent, Review } from "../../api/types";
import { applyEvents, initialState } from "./applyEvents";
import type { ResultState } from "./applyEvents";

type Action =
  | { type: "fetched"; state: ResultState }
  | { type: "events"; events: LiveEvent[] }
  | { type: "item"; item: AssessmentItem }
  | { type: "review"; review: Review };

function reduce(state: ResultState | null, action: Action): ResultState | null {
  if (action.type === "fetched") return action.state;
  if (state === null) return null;
  const { assessment } = state;
  switch (action.type) {
    case "events":
      return applyEvents(state, action.events);
    case "item":
      return { ...state, assessment: { ...assessment, ...action.item } };
    case "review": {
      const others = assessment.reviews.filter((review) => review.id !== action.review.id);
      return { ...state, assessment: { ...assessment, reviews: [...others, action.review] } };
    }
  }
}

export interface Result {
  state: ResultState | null;
  error: ApiError | null;
  live: LiveStatus;
  /** Puts the server's answer to one of our own actions in place before its event arrives. */
  setItem: (item: AssessmentItem) => void;
  setReview: (review: Review) => void;
  reload: () => void;
}

/** Landmarks are whole once the assessment is over; before that they come as events from the first one on. */
async function wholeLandmarks(org: string, assessment: Assessment): Promise<Landmarks | null> {
  if (assessment.report === null) return null;
  try {
    return await getLandmarks(org, assessment.id);
  } catch (error) {
    // The events hold them too, in pieces; the page is then built from the first event on.
    if (error instanceof ApiError && error.status !== 0) return null;
    throw error;
  }
}

export function useResult(org: string, id: string): Result {
  const [state, dispatch] = useReducer(reduce, null);
  const [error, setError] = useState<ApiError | null>(null);
  const [live, setLive] = useState<LiveStatus>("connecting");
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let ended = false;
    let stop: (() => void) | undefined;
    const begin = async () => {
      try {
        const assessment = await getAssessment(org, id);
        const first = initialState(assessment, await wholeLandmarks(org, assessment));
        if (ended) return;
        setError(null);
        dispatch({ type: "fetched", state: first });
        stop = followAssessment({ org, id, after: first.through, onEvents: (events) => dispatch({ type: "events", events }), onStatus: setLive });
      } catch (cause) {
        if (!ended) setError(cause instanceof ApiError ? cause : new ApiError(0, "error", ""));
      }
    };
    void begin();
    return () => {
      ended = true;
      stop?.();
    };
  }, [org, id, turn]);

  const setItem = useCallback((item: AssessmentItem) => dispatch({ type: "item", item }), []);
  const setReview = useCallback((review: Review) => dispatch({ type: "review", review }), []);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const mine = state?.assessment.id === id ? state : null;
  return { state: mine, error, live, setItem, setReview, reload };
}
