import { defineConfig } from "vite";

// One ESM file without dependencies, run under node by the back end's tests with captured events.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist-reducer",
    emptyOutDir: true,
    target: "node20",
    minify: false,
    lib: { entry: "src/features/results/applyEvents.ts", formats: ["es"], fileName: () => "reducer.mjs" },
  },
});
