// Beside a backend that `npm start` runs: what is asked of the same origin goes there.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const BACKEND = "http://localhost:3000";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/token": BACKEND, "/local": { target: BACKEND, ws: true } } },
});
