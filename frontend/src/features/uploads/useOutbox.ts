import { useSyncExternalStore } from "react";
import { getOutbox, watchOutbox } from "./outbox";

export const useOutbox = () => useSyncExternalStore(watchOutbox, getOutbox);
