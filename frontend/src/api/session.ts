import { createContext, use } from "react";
import type { Me, Membership } from "./types";

export interface Session {
  me: Me | null;
  /** Asks the server again who is signed in. */
  refresh: () => Promise<Me | null>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error("useSession outside of its provider");
  return session;
}

export const OrganisationContext = createContext<Membership | null>(null);

/** The membership whose organisation stands in the address. */
export function useOrganisation(): Membership {
  const membership = use(OrganisationContext);
  if (membership === null) throw new Error("useOrganisation outside of an organisation's page");
  return membership;
}
