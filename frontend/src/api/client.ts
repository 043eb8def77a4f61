import createClient from "openapi-fetch";
import { announceSignedOut, ApiError, csrfToken, refusal, send } from "./http";
import type { paths } from "./schema.gen";
import type { Page } from "./types";

/** Typed by the server's own description; every address, parameter and body below is checked when it is compiled. */
export const client = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });

client.use({
  onRequest: ({ request }) => {
    if (request.method !== "GET") request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a good answer holds; ApiError for a refusal or none at all. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await asked;
  } catch {
    throw new ApiError(0, "no_connection", "");
  }
  if (got.response.status === 401 && !got.response.url.endsWith("/me")) announceSignedOut();
  if (!got.response.ok) throw refusal(got.response.status, JSON.stringify(got.error ?? {}));
  return got.data as T;
}

/** The next page as the server names it; only path and search are used, so a proxy's host never leaks in. */
export async function nextPage<R>(address: string): Promise<Page<R>> {
  const url = new URL(address, location.origin);
  let response: Response;
  try {
    response = await send("GET", url.pathname + url.search);
  } catch {
    throw new ApiError(0, "no_connection", "");
  }
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text);
  return JSON.parse(text) as Page<R>;
}
