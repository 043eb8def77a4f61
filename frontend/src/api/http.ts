import type { Problem } from "./types";

/** A refusal of the server, or no answer at all (`status` 0). `message` is a sentence for a person. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** Django's cookie, under its plain name or the production one. */
export function csrfToken(): string {
  return /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** Tells the page that the session is over; the door opens and remembers where to come back to. */
export const SIGNED_OUT = "plumbline:signed-out";
export const announceSignedOut = () => void window.dispatchEvent(new Event(SIGNED_OUT));

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface RequestOptions {
  body?: unknown;
}

/** For the addresses that the API's description does not hold (sign-in, next pages). */
export function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  return fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

export function refusal(status: number, text: string): ApiError {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return new ApiError(status, problem.code ?? "error", problem.detail ?? "", problem.fields ?? {});
  } catch {
    return new ApiError(status, "error", "");
  }
}
