import { answer, client } from "./client";
import type * as T from "./types";

/** One function an endpoint; records come back under their everyday names (types.ts). */
const ORG = "/api/v1/orgs/{org}";
const CLIP = `${ORG}/assessments/{assessment_id}` as const;
const at = (org: string) => ({ path: { org } });
const clip = (org: string, assessment_id: string) => ({ path: { org, assessment_id } });
/** The same key twice creates one thing. */
const once = (key: string) => ({ headers: { "Idempotency-Key": key } });

export const getMe = (): Promise<T.Me> => answer(client.GET("/api/v1/me"));
export const patchMe = (body: { name: string }): Promise<T.Me> => answer(client.PATCH("/api/v1/me", { body }));
export const getExercises = (): Promise<T.Exercise[]> => answer(client.GET("/api/v1/exercises"));

export const getInvitation = (token: string): Promise<T.InvitationPreview> =>
  answer(client.GET("/api/v1/invitations/{token}", { params: { path: { token } } }));
export const acceptInvitation = (token: string, body: { name: string; password: string }) =>
  answer(client.POST("/api/v1/invitations/{token}/accept", { params: { path: { token } }, body }));

export const getMembers = (org: string, q: string): Promise<T.Page<T.Member>> =>
  answer(client.GET(`${ORG}/members`, { params: { ...at(org), query: q === "" ? {} : { q } } }));
export const patchMember = (org: string, member_id: string, role: T.Role): Promise<T.Member> =>
  answer(client.PATCH(`${ORG}/members/{member_id}`, { params: { path: { org, member_id } }, body: { role } }));
export const deleteMember = (org: string, member_id: string) =>
  answer(client.DELETE(`${ORG}/members/{member_id}`, { params: { path: { org, member_id } } }));

export const getInvitations = (org: string): Promise<T.Page<T.Invitation>> => answer(client.GET(`${ORG}/invitations`, { params: at(org) }));
export const postInvitation = (org: string, body: T.NewInvitation, key: string): Promise<T.Invitation> =>
  answer(client.POST(`${ORG}/invitations`, { params: at(org), body, ...once(key) }));
export const deleteInvitation = (org: string, invitation_id: string) =>
  answer(client.DELETE(`${ORG}/invitations/{invitation_id}`, { params: { path: { org, invitation_id } } }));
export const resendInvitation = (org: string, invitation_id: string) =>
  answer(client.POST(`${ORG}/invitations/{invitation_id}/resend`, { params: { path: { org, invitation_id } } }));

export const getDevices = (org: string): Promise<T.Page<T.Device>> => answer(client.GET(`${ORG}/devices`, { params: at(org) }));
export const postDevice = (org: string, body: { name: string; scopes: T.Scope[] }, key: string): Promise<T.DeviceMade> =>
  answer(client.POST(`${ORG}/devices`, { params: at(org), body, ...once(key) }));
export const deleteDevice = (org: string, device_id: string) =>
  answer(client.DELETE(`${ORG}/devices/{device_id}`, { params: { path: { org, device_id } } }));

export const getParticipants = (org: string): Promise<T.Page<T.Participant>> =>
  answer(client.GET(`${ORG}/participants`, { params: { ...at(org), query: { page_size: 100 } } }));

export const getConsent = (org: string): Promise<T.Consent> => answer(client.GET(`${ORG}/consent`, { params: at(org) }));
export const giveConsent = (org: string, version: number) => answer(client.POST(`${ORG}/consent`, { params: at(org), body: { version } }));
export const withdrawConsent = (org: string) => answer(client.DELETE(`${ORG}/consent`, { params: at(org) }));

export interface AssessmentFilter {
  state?: T.AssessmentState[];
  exercise?: string;
  q?: string;
  reviewed?: boolean;
}
export const getAssessments = (org: string, filter: AssessmentFilter = {}) =>
  answer(client.GET(`${ORG}/assessments`, { params: { ...at(org), query: given(filter) } })) as Promise<T.Page<T.AssessmentItem>>;

/** Without what was left empty. */
function given(filter: AssessmentFilter): AssessmentFilter {
  const { exercise, q, ...rest } = filter;
  return { ...rest, ...(exercise === undefined || exercise === "" ? {} : { exercise }), ...(q === undefined || q === "" ? {} : { q }) };
}

export const getAssessment = (org: string, id: string) => answer(client.GET(CLIP, { params: clip(org, id) })) as Promise<T.Assessment>;
export const getLandmarks = (org: string, id: string): Promise<T.Landmarks> => answer(client.GET(`${CLIP}/landmarks`, { params: clip(org, id) }));
export const getEvents = (org: string, id: string, after: number) =>
  answer(client.GET(`${CLIP}/events`, { params: { ...clip(org, id), query: { after } } })) as Promise<{ events: T.LiveEvent[]; last_event_id: number }>;
export const cancelAssessment = (org: string, id: string) => answer(client.POST(`${CLIP}/cancel`, { params: clip(org, id) })) as Promise<T.AssessmentItem>;
export const retryAssessment = (org: string, id: string) => answer(client.POST(`${CLIP}/retry`, { params: clip(org, id) })) as Promise<T.AssessmentItem>;
/** Assess again with the person at this place of the first frame. */
export const followPerson = (org: string, id: string, body: { x: number; y: number }) => answer(client.POST(`${CLIP}/person`, { params: clip(org, id), body })) as Promise<T.AssessmentItem>;
export const signAssessment = (org: string, id: string) => answer(client.POST(`${CLIP}/sign`, { params: clip(org, id) })) as Promise<T.AssessmentItem>;
export const unsignAssessment = (org: string, id: string) => answer(client.DELETE(`${CLIP}/sign`, { params: clip(org, id) }));

export const postReview = (org: string, id: string, body: { repetition: number | null; label: T.ReviewLabel; note: string }, key: string): Promise<T.Review> =>
  answer(client.POST(`${CLIP}/reviews`, { params: clip(org, id), body, ...once(key) }));
export const deleteReview = (org: string, id: string, review_id: string) =>
  answer(client.DELETE(`${CLIP}/reviews/{review_id}`, { params: { path: { org, assessment_id: id, review_id } } }));

/** The tus endpoint; it speaks its own protocol and stands in no description. */
export const uploadsAddress = (org: string) => `/api/v1/orgs/${encodeURIComponent(org)}/uploads`;
