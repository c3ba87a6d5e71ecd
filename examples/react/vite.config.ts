// Proxies requests for tokens and the WebSocket to the backend that `npm start` runs.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const BACKEND = "http://localhost:3000";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/token": BACKEND, "/local": { target: BACKEND, ws: true } } },
});
