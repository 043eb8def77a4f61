import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.PLUMBLINE_URL ?? "http://127.0.0.1:8000";
const proxied = Object.fromEntries(
  ["/api", "/_allauth", "/media", "/ws"].map((path) => [path, { target: backend, ws: path === "/ws" }]),
);

export default defineConfig(({ command }) => ({
  // Django serves the built files below this address and index.html for every page.
  base: command === "build" ? "/static/app/" : "/",
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The content policy forbids data: scripts and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: proxied },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
}));
