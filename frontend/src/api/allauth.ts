import { ApiError, send } from "./http";
import type { Method } from "./http";
import type { PasskeyAnswer } from "./webauthn";

/** django-allauth headless for browsers: session cookie, 401 with the flows that are left to do. */
const BASE = "/_allauth/browser/v1";

export interface Flow {
  id: string;
  is_pending?: boolean;
  types?: ("totp" | "recovery_codes" | "webauthn")[];
}
export interface AuthAnswer<D = { flows?: Flow[] }> {
  status: number;
  data: D;
  meta: Record<string, unknown>;
}
interface Complaint {
  message: string;
  code: string;
  param?: string;
}

async function call<D>(method: Method, path: string, body?: unknown): Promise<AuthAnswer<D>> {
  let response: Response;
  try {
    response = await send(method, BASE + path, body === undefined ? {} : { body });
  } catch {
    throw new ApiError(0, "no_connection", "");
  }
  const text = await response.text();
  let answer: { data?: D; meta?: Record<string, unknown>; errors?: Complaint[]; detail?: string; code?: string };
  try {
    answer = text === "" ? {} : (JSON.parse(text) as typeof answer);
  } catch {
    throw new ApiError(response.status, "error", "");
  }
  if (response.ok || response.status === 401 || (response.status === 404 && answer.meta !== undefined)) {
    return { status: response.status, data: answer.data ?? ({} as D), meta: answer.meta ?? {} };
  }
  throw complaint(response.status, answer);
}

function complaint(status: number, answer: { errors?: Complaint[]; detail?: string; code?: string }): ApiError {
  const errors = answer.errors ?? [];
  const fields: Record<string, string> = {};
  for (const error of errors) if (error.param !== undefined) fields[error.param] = error.message;
  const general = errors.find((error) => error.param === undefined) ?? errors[0];
  return new ApiError(status, general?.code ?? answer.code ?? (status === 429 ? "too_many" : "error"), general?.message ?? answer.detail ?? "", fields);
}

/** The step that the server waits for, if sign-in is not finished. */
export function pendingFlow(answer: AuthAnswer): Flow | null {
  return answer.data.flows?.find((flow) => flow.is_pending === true) ?? null;
}

export const signOut = () => call<{ flows?: Flow[] }>("DELETE", "/auth/session");
export const signIn = (email: string, password: string) => call<{ flows?: Flow[] }>("POST", "/auth/login", { email, password });
export const secondStepCode = (code: string) => call<{ flows?: Flow[] }>("POST", "/auth/2fa/authenticate", { code });
export const requestReset = (email: string) => call<unknown>("POST", "/auth/password/request", { email });
export const resetPassword = (key: string, password: string) =>
  call<{ flows?: Flow[] }>("POST", "/auth/password/reset", { key, password });
export const verifyEmail = (key: string) => call<{ flows?: Flow[] }>("POST", "/auth/email/verify", { key });
export const sendVerification = (email: string) => call<unknown>("PUT", "/account/email", { email });
export const reauthenticate = (password: string) => call<{ flows?: Flow[] }>("POST", "/auth/reauthenticate", { password });
export const changePassword = (current_password: string, new_password: string) =>
  call<unknown>("POST", "/account/password/change", { current_password, new_password });

export interface Authenticator {
  id?: number;
  type: "totp" | "recovery_codes" | "webauthn";
  name?: string;
  created_at: number;
  last_used_at: number | null;
  total_code_count?: number;
  unused_code_count?: number;
  unused_codes?: string[];
}
export const getAuthenticators = () => call<Authenticator[]>("GET", "/account/authenticators");
/** 404 with `meta.secret` and `meta.totp_url` while there is none yet. */
export const getTotp = () => call<Authenticator>("GET", "/account/authenticators/totp");
export const activateTotp = (code: string) => call<Authenticator>("POST", "/account/authenticators/totp", { code });
export const removeTotp = () => call<unknown>("DELETE", "/account/authenticators/totp");
export const getRecoveryCodes = () => call<Authenticator>("GET", "/account/authenticators/recovery-codes");
export const makeRecoveryCodes = () => call<Authenticator>("POST", "/account/authenticators/recovery-codes", {});

export const passkeyCreationOptions = () =>
  call<{ creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON } }>("GET", "/account/authenticators/webauthn?passwordless");
export const addPasskey = (name: string, credential: PasskeyAnswer) =>
  call<Authenticator>("POST", "/account/authenticators/webauthn", { name, credential });
export const removePasskeys = (authenticators: number[]) =>
  call<unknown>("DELETE", "/account/authenticators/webauthn", { authenticators });

type RequestAnswer = { request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON } };
export const passkeyLoginOptions = () => call<RequestAnswer>("GET", "/auth/webauthn/login");
export const passkeyLogin = (credential: PasskeyAnswer) =>
  call<{ flows?: Flow[] }>("POST", "/auth/webauthn/login", { credential });
export const passkeyStepOptions = () => call<RequestAnswer>("GET", "/auth/webauthn/authenticate");
export const passkeyStep = (credential: PasskeyAnswer) =>
  call<{ flows?: Flow[] }>("POST", "/auth/webauthn/authenticate", { credential });

export interface BrowserSession {
  id: number;
  created_at: number;
  ip: string;
  user_agent: string;
  is_current: boolean;
  last_seen_at?: number;
}
export const getBrowserSessions = () => call<BrowserSession[]>("GET", "/auth/sessions");
export const endBrowserSessions = (sessions: number[]) => call<BrowserSession[]>("DELETE", "/auth/sessions", { sessions });
