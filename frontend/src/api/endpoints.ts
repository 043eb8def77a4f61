import { request } from "./http";
import type * as T from "./types";

const org = (slug: string) => `/api/v1/orgs/${encodeURIComponent(slug)}`;

function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** The next page as the server names it; only path and search are used, so a proxy's host never leaks in. */
function local(address: string): string {
  const url = new URL(address, location.origin);
  return url.pathname + url.search;
}
export const nextPage = <R>(address: string) => request<T.Page<R>>("GET", local(address));

export const getMe = () => request<T.Me>("GET", "/api/v1/me");
export const patchMe = (body: { name?: string; locale?: string }) => request<T.Me>("PATCH", "/api/v1/me", { body });
export const getExercises = () => request<T.Exercise[]>("GET", "/api/v1/exercises");

export const getInvitation = (token: string) =>
  request<T.InvitationPreview>("GET", `/api/v1/invitations/${encodeURIComponent(token)}`);
export const acceptInvitation = (token: string, body: { name: string; password: string }) =>
  request<{ org: string }>("POST", `/api/v1/invitations/${encodeURIComponent(token)}/accept`, { body });

export const getMembers = (slug: string, filter: { role?: string; q?: string } = {}) =>
  request<T.Page<T.Member>>("GET", `${org(slug)}/members${query(filter)}`);
export const patchMember = (slug: string, id: string, role: T.Role) =>
  request<T.Member>("PATCH", `${org(slug)}/members/${id}`, { body: { role } });
export const deleteMember = (slug: string, id: string) => request<undefined>("DELETE", `${org(slug)}/members/${id}`);

export interface NewInvitation {
  email: string;
  role: T.Role;
  sees?: string;
  expires_at?: string;
}
export const getInvitations = (slug: string) => request<T.Page<T.Invitation>>("GET", `${org(slug)}/invitations`);
export const postInvitation = (slug: string, body: NewInvitation, once: string) =>
  request<T.Invitation>("POST", `${org(slug)}/invitations`, { body, once });
export const deleteInvitation = (slug: string, id: string) =>
  request<undefined>("DELETE", `${org(slug)}/invitations/${id}`);
export const resendInvitation = (slug: string, id: string) =>
  request<T.Invitation>("POST", `${org(slug)}/invitations/${id}/resend`);

export const getDevices = (slug: string) => request<T.Page<T.Device>>("GET", `${org(slug)}/devices`);
export const postDevice = (slug: string, body: { name: string; scopes: string[] }, once: string) =>
  request<T.Device>("POST", `${org(slug)}/devices`, { body, once });
export const deleteDevice = (slug: string, id: string) => request<undefined>("DELETE", `${org(slug)}/devices/${id}`);

export const getParticipants = (slug: string, q?: string) =>
  request<T.Page<T.Participant>>("GET", `${org(slug)}/participants${query({ q })}`);

export const getConsent = (slug: string) => request<T.Consent>("GET", `${org(slug)}/consent`);
export const giveConsent = (slug: string, version: string) =>
  request<unknown>("POST", `${org(slug)}/consent`, { body: { version } });
export const withdrawConsent = (slug: string) => request<undefined>("DELETE", `${org(slug)}/consent`);

export interface AssessmentFilter {
  state?: string;
  exercise?: string;
  participant?: string;
  q?: string;
  reviewed?: boolean;
}
export const getAssessments = (slug: string, filter: AssessmentFilter = {}) =>
  request<T.Page<T.AssessmentItem>>("GET", `${org(slug)}/assessments${query({ ...filter })}`);

const clip = (slug: string, id: string) => `${org(slug)}/assessments/${id}`;
export const getAssessment = (slug: string, id: string) => request<T.Assessment>("GET", clip(slug, id));
export const getLandmarks = (slug: string, id: string) => request<T.Landmarks>("GET", `${clip(slug, id)}/landmarks`);
export const getEvents = (slug: string, id: string, after: number) =>
  request<{ events: T.LiveEvent[]; last_event_id: number }>("GET", `${clip(slug, id)}/events${query({ after })}`);
export const cancelAssessment = (slug: string, id: string) =>
  request<T.AssessmentItem>("POST", `${clip(slug, id)}/cancel`);
export const retryAssessment = (slug: string, id: string) =>
  request<T.AssessmentItem>("POST", `${clip(slug, id)}/retry`);
export const postReview = (
  slug: string,
  id: string,
  body: { repetition: number | null; label: T.ReviewLabel; note: string },
  once: string,
) => request<T.Review>("POST", `${clip(slug, id)}/reviews`, { body, once });
export const deleteReview = (slug: string, id: string, review: string) =>
  request<undefined>("DELETE", `${clip(slug, id)}/reviews/${review}`);
export const signAssessment = (slug: string, id: string) => request<T.AssessmentItem>("POST", `${clip(slug, id)}/sign`);
export const unsignAssessment = (slug: string, id: string) =>
  request<T.AssessmentItem>("DELETE", `${clip(slug, id)}/sign`);

export const uploadsAddress = (slug: string) => `${org(slug)}/uploads`;
