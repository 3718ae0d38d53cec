// Redocly's rules on one document, without its command line: that sends its makers what it was used
// for, asks them for a newer one, and weighs 240 MB. Exit status 1 if there is anything to say.
import { formatProblems, lint, loadConfig } from "@redocly/openapi-core";
import { fileURLToPath } from "node:url";

const config = await loadConfig({
  configPath: fileURLToPath(new URL("redocly.yaml", import.meta.url)),
});
const problems = await lint({ ref: process.argv[2], config });
const totals = { errors: problems.length, warnings: 0, ignored: 0 };
formatProblems(problems, { format: "stylish", totals, version: "1" });
process.exitCode = problems.length ? 1 : 0;
