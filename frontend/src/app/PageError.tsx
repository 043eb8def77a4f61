import { isRouteErrorResponse, useRouteError } from "react-router";
import { FailurePage } from "./FailurePage";
import { NotFound } from "./NotFound";

/** The last net under every page. */
export function PageError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return <FailurePage onRetry={() => location.reload()} />;
}
