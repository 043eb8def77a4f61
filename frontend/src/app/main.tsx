import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "../i18n/i18n";
import "../ui/tokens.css";
import "../ui/components.css";
import "../ui/app.css";
import "../ui/picker.css";
import "../ui/result.css";
import { App } from "./App";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");
await startI18n(navigator.language);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
