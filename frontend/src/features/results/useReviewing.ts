import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteReview, postReview, signAssessment, unsignAssessment } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import type { Assessment, Review, ReviewLabel } from "../../api/types";
import type { Result } from "./useResult";

export interface Reviewing {
  busy: boolean;
  refusal: string | null;
  label: (repetition: number | null, label: ReviewLabel, note: string) => Promise<void>;
  undo: (review: Review) => Promise<void>;
  sign: () => Promise<boolean>;
  unsign: () => Promise<boolean>;
}

/** The actions of a reviewer; a refusal stays in place until the next action. */
export function useReviewing(org: string, assessment: Assessment | null, result: Result): Reviewing {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const id = assessment?.id ?? "";
  const { setReview, setItem } = result;

  const attempt = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true);
      setRefusal(null);
      try {
        await work();
        return true;
      } catch (error) {
        setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t],
  );

  return {
    busy,
    refusal,
    label: async (repetition, label, note) => {
      await attempt(async () => setReview(await postReview(org, id, { repetition, label, note }, crypto.randomUUID())));
    },
    undo: async (review) => {
      await attempt(async () => {
        await deleteReview(org, id, review.id);
        setReview({ ...review, withdrawn_at: new Date().toISOString() });
      });
    },
    sign: () => attempt(async () => setItem(await signAssessment(org, id))),
    unsign: () =>
      attempt(async () => {
        await unsignAssessment(org, id);
        if (assessment !== null) setItem({ ...assessment, reviewed_at: null, reviewer_name: null });
      }),
  };
}
