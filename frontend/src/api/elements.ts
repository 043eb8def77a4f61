import { answer, client } from "./client";
import type { components } from "./schema.gen";

/** Difficulty elements: the tables, a routine's sheet, a coach's word, an athlete's progress. */

type S = components["schemas"];

export type Element = S["Element"];
export type ElementFound = S["ReportElement"];
export type ElementCheck = S["ReportElementCheck"];
export type ElementMeasure = S["ReportElementMeasure"];
export type Outcome = ElementFound["outcome"];
export type ElementWord = S["ElementWord"];
export type SheetRow = Omit<S["SheetRow"], "checks" | "measured"> & { checks: ElementCheck[]; measured: Record<string, ElementMeasure> };
export type Sheet = Omit<S["Sheet"], "rows"> & { rows: SheetRow[] };
export type ElementDone = Omit<S["ElementDone"], "measured"> & { measured: Record<string, ElementMeasure> };
export interface ElementProgress {
  element: Element;
  /** The requirement that tells best how it comes on. */
  measure: string;
  done: ElementDone[];
}

const ORG = "/api/v1/orgs/{org}";
const CLIP = `${ORG}/assessments/{assessment_id}` as const;
const clip = (org: string, assessment_id: string) => ({ path: { org, assessment_id } });

export const getElements = (): Promise<Element[]> => answer(client.GET("/api/v1/elements"));
export const getSheet = (org: string, id: string) => answer(client.GET(`${CLIP}/sheet`, { params: clip(org, id) })) as Promise<Sheet>;
export const postElementReview = (org: string, id: string, body: { element: number; said: string; note: string }) => answer(client.POST(`${CLIP}/element-reviews`, { params: clip(org, id), body })) as Promise<Sheet>;
export const deleteElementReview = (org: string, id: string, review_id: string) => answer(client.DELETE(`${CLIP}/element-reviews/{review_id}`, { params: { path: { org, assessment_id: id, review_id } } })) as Promise<Sheet>;
export const getElementProgress = (org: string, participant_id: string) => answer(client.GET(`${ORG}/participants/{participant_id}/elements`, { params: { path: { org, participant_id } } })) as Promise<{ participant: string; elements: ElementProgress[] }>;
/** A file of the sheet, for a link. */
export const sheetFile = (org: string, id: string, kind: "csv" | "pdf") => `/api/v1/orgs/${encodeURIComponent(org)}/assessments/${id}/sheet.${kind}`;
