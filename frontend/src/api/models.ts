import { answer, client } from "./client";
import type { components } from "./schema.gen";

/** What judges, how far people agree with it, own baselines, and clips analysed again. */

type S = components["schemas"];

export type Models = S["Models"];
export type ModelNamed = S["Model"];
export type Card = S["Card"];
export type Learned = S["Learned"];
export type SourceOfExercise = S["SourceOfExercise"];
export type VerdictSource = SourceOfExercise["source"];
export type AgreementOfExercise = S["AgreementOfExercise"];
export type StandingOfExercise = S["StandingOfExercise"];
export type Again = S["Again"];
export type Replaced = S["Replaced"];
export type Change = S["Change"];
export type OwnBaseline = S["OwnBaseline"];
export type BaselineOf = S["BaselineOf"];

const ORG = "/api/v1/orgs/{org}";
const CLIP = `${ORG}/assessments/{assessment_id}` as const;
const at = (org: string) => ({ path: { org } });
const clip = (org: string, assessment_id: string) => ({ path: { org, assessment_id } });

export const getModels = (): Promise<Models> => answer(client.GET("/api/v1/models"));
export const getCard = (name: string): Promise<Card> => answer(client.GET("/api/v1/models/{name}", { params: { path: { name } } }));
export const getAgreement = (org: string): Promise<{ results: AgreementOfExercise[] }> => answer(client.GET(`${ORG}/agreement`, { params: at(org) }));
export const getReanalyses = (org: string): Promise<{ results: StandingOfExercise[] }> => answer(client.GET(`${ORG}/reanalyses`, { params: at(org) }));
export const postReanalyses = (org: string, exercise: string): Promise<{ results: StandingOfExercise[] }> => answer(client.POST(`${ORG}/reanalyses`, { params: at(org), body: { exercise } }));

export const getAgain = (org: string, id: string): Promise<Again> => answer(client.GET(`${CLIP}/again`, { params: clip(org, id) }));
export const postAgain = (org: string, id: string): Promise<Again> => answer(client.POST(`${CLIP}/again`, { params: clip(org, id) }));
export const getBaseline = (org: string, id: string): Promise<OwnBaseline> => answer(client.GET(`${CLIP}/baseline`, { params: clip(org, id) }));
export const setBaseline = (org: string, id: string): Promise<OwnBaseline> => answer(client.POST(`${CLIP}/baseline`, { params: clip(org, id) }));
export const withdrawBaseline = (org: string, id: string): Promise<OwnBaseline> => answer(client.DELETE(`${CLIP}/baseline`, { params: clip(org, id) }));
