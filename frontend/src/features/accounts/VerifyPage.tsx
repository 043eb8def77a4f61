import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { verifyEmail } from "../../api/allauth";
import { ApiError } from "../../api/http";
import { useSession } from "../../api/session";
import { Door } from "./Door";

/** The link of the verification mail: it does its work by being opened. */
export function VerifyPage() {
  const { t } = useTranslation();
  const { key = "" } = useParams();
  const { refresh } = useSession();
  const [outcome, setOutcome] = useState<"busy" | "done" | "refused" | "offline">("busy");
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    verifyEmail(key).then(
      async () => {
        setOutcome("done");
        await refresh();
      },
      (error: unknown) => setOutcome(error instanceof ApiError && error.status === 0 ? "offline" : "refused"),
    );
  }, [key, refresh]);
  return (
    <Door title={t(`verify.${outcome}`)} text={t(`verify.${outcome}_text`)}>
      <p><Link className="btn main big" to="/">{t("verify.on")}</Link></p>
    </Door>
  );
}
