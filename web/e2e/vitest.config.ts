import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    include: ["*.e2e.ts"],
    // Vitest has a BASE_URL of its own inside of tests.
    env: { CONSOLE_URL: process.env.BASE_URL ?? "" },
    // One browser against one server, whose state the journeys share.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
