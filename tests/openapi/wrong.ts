// What must not compile: a `@ts-expect-error` with nothing wrong below it is an error itself.
import type { components, operations, paths } from "api";
import createClient from "openapi-fetch";

type Schemas = components["schemas"];

const api = createClient<paths>();
const path = { job_id: "550e8400-e29b-41d4-a716-446655440000" };

export async function wrong(provider: Schemas["Provider"], job: Schemas["Job"]): Promise<void> {
  // @ts-expect-error the address, the date and the limit are missing
  await api.POST("/api/start-job", { body: { query: "fix my toilet", zip_code: "95126" } });
  // @ts-expect-error the job is missing
  await api.POST("/api/start-calls/{job_id}", {});
  // @ts-expect-error no such strategy
  await api.POST("/api/start-calls/{job_id}", { params: { path }, body: { strategy: "at night" } });
  // @ts-expect-error a choice has an id, or null
  await api.POST("/api/jobs/{job_id}/choice", { params: { path }, body: { provider_id: "1" } });
  // @ts-expect-error no such route
  await api.POST("/api/call-events", { body: { call_id: "1", status: "ended" } });
  // @ts-expect-error there may be no price
  provider.negotiated_price.toFixed(2);
  // @ts-expect-error there may be no word of how it ended
  provider.outcome.toUpperCase();
  // @ts-expect-error no such status
  console.log(provider.call_status === "done");
  // @ts-expect-error it may be "no_limit"
  job.price_limit.toFixed(2);
  // @ts-expect-error a status of a provider alone has it
  console.log(provider.call_transcript);
}

type Started = Schemas["StartJobResponse"];
// @ts-expect-error most problems are harmless
export const notice = (started: Started): string => started.notice;
// @ts-expect-error a limited route refuses by another word
export const code: operations["startJob"]["responses"][429]["headers"]["Error-Code"] = "slow_down";
