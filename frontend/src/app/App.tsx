import { useCallback, useEffect, useMemo, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { getMe } from "../api/endpoints";
import { ApiError, SIGNED_OUT } from "../api/http";
import { SessionContext } from "../api/session";
import { forgetSignedIn, rememberSignedIn, wasSignedIn } from "../api/signedIn";
import type { Me } from "../api/types";
import { FailurePage } from "./FailurePage";
import { PageWait } from "./PageWait";
import { router } from "./router";

type Known = { me: Me | null } | { error: ApiError } | null;

async function who(): Promise<Me | null> {
  try {
    const me = await getMe();
    rememberSignedIn();
    return me;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      forgetSignedIn();
      return null;
    }
    throw error;
  }
}

/** Who is signed in comes before any page. */
export function App() {
  const [known, setKnown] = useState<Known>(null);
  const refresh = useCallback(async () => {
    try {
      const me = await who();
      setKnown({ me });
      return me;
    } catch (error) {
      setKnown((before) => before !== null && "me" in before ? before : { error: error instanceof ApiError ? error : new ApiError(0, "error", "") });
      return null;
    }
  }, []);
  useEffect(() => {
    if (wasSignedIn()) void refresh();
    else setKnown({ me: null });
  }, [refresh]);
  useEffect(() => {
    const signedOut = () => {
      forgetSignedIn();
      setKnown({ me: null });
    };
    const elsewhere = (event: StorageEvent) => {
      if (event.storageArea === localStorage && !wasSignedIn()) signedOut();
    };
    window.addEventListener(SIGNED_OUT, signedOut);
    window.addEventListener("storage", elsewhere);
    return () => {
      window.removeEventListener(SIGNED_OUT, signedOut);
      window.removeEventListener("storage", elsewhere);
    };
  }, []);
  const session = useMemo(() => (known !== null && "me" in known ? { me: known.me, refresh } : null), [known, refresh]);

  if (known === null) return <PageWait />;
  if (session === null) return <FailurePage onRetry={() => void refresh()} />;
  return (
    <SessionContext value={session}>
      <RouterProvider router={router} />
    </SessionContext>
  );
}
