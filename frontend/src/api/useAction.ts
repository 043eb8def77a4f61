import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "./http";

export interface Action {
  busy: boolean;
  refusal: string | null;
  fields: Readonly<Record<string, string>>;
  run: (work: () => Promise<void>) => Promise<boolean>;
}

/** One thing at a time to the server; the refusal stays in place until the next try. */
export function useAction(): Action {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  return {
    busy,
    refusal,
    fields,
    run: async (work) => {
      setBusy(true);
      setRefusal(null);
      setFields({});
      try {
        await work();
        return true;
      } catch (error) {
        if (error instanceof ApiError && Object.keys(error.fields).length > 0) setFields(error.fields);
        else setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
