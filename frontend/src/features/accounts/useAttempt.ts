import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/http";
import { PasskeyStopped } from "../../api/webauthn";

export interface Attempt {
  busy: boolean;
  /** Why it did not work, for the form as a whole. */
  refusal: string | null;
  fields: Readonly<Record<string, string>>;
  run: (work: () => Promise<void>) => Promise<boolean>;
  clear: () => void;
}

/** One action of a form: what was typed stays, the refusal stands in place. */
export function useAttempt(): Attempt {
  const { t, i18n } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    setFields({});
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof ApiError) {
        const ours = i18n.exists(`refusal.${error.code}`);
        if (!ours) setFields({ ...error.fields });
        if (ours || Object.keys(error.fields).length === 0) setRefusal(sentence(error, t));
      } else if (error instanceof PasskeyStopped) setRefusal(t("passkey.stopped"));
      else setRefusal(t("failure.text"));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, fields, run, clear: () => setRefusal(null) };
}

function sentence(error: ApiError, t: TFunction): string {
  if (error.status === 0) return t("failure.no_connection");
  return t(`refusal.${error.code}`, { defaultValue: error.message === "" ? t("failure.text") : error.message });
}
