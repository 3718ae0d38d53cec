// The five requests as a program makes them, with nothing but the generated types. It only has to
// compile; `wrong.ts` has what must not.
import type { components, operations, paths } from "api";
import createClient from "openapi-fetch";

type Schemas = components["schemas"];
type Refusal<Operation extends keyof operations, Status> =
  Status extends keyof operations[Operation]["responses"]
    ? operations[Operation]["responses"][Status] extends { headers: { "Error-Code": infer Code } }
      ? Code
      : never
    : never;

const api = createClient<paths>({ baseUrl: "http://localhost:8000" });

export async function startJob(request: Schemas["StartJobRequest"]): Promise<string> {
  const { data, error } = await api.POST("/api/start-job", { body: request });
  if (error) throw new Error(error.detail);
  for (const { id, question, suggestions } of data.questions) {
    console.log(`${id.toUpperCase()}: ${question} (${suggestions.join(", ")})`);
  }
  console.log(data.notice?.trim() ?? "no danger", data.alternatives?.join(", ") ?? data.task);
  return data.job_id;
}

export async function completeJob(job_id: string): Promise<Schemas["Provider"][]> {
  const answers = { q1: "The toilet is constantly running" };
  const { data, error } = await api.POST("/api/complete-job", { body: { job_id, answers } });
  if (error) throw new Error(error.errors ? JSON.stringify(error.errors) : error.detail);
  const status: "collecting_info" | "ready_for_search" | "searched" = data.job.status;
  const limit: number | "no_limit" = data.job.price_limit;
  const when: string | null = data.job.expires_at;
  console.log(status, limit, when, data.job.asked.map(({ spoken }) => spoken === false).length);
  return data.providers;
}

export async function startCalls(job_id: string): Promise<number> {
  const { data, error, response } = await api.POST("/api/start-calls/{job_id}", {
    params: { path: { job_id } },
    body: { strategy: "waves", stop_when: { price_at_most: 120 } },
  });
  if (data) return data.provider_count;
  const needed: Refusal<"startCalls", 409> = "confirmation_needed";
  if (response.headers.get("Error-Code") === needed) return 0;
  throw new Error(error.detail);
}

// Without a `default`: the compiler finds an outcome that has no words here.
export function inWords(outcome: NonNullable<Schemas["Outcome"]>): string {
  switch (outcome) {
    case "agreed": return "agreed";
    case "quoted": return "named a price";
    case "visit_only": return "wants to see it first";
    case "no_agreement": return "no usable price";
    case "declined": return "doesn't want the job";
    case "opted_out": return "asked not to be called";
    case "voicemail": return "voicemail";
    case "no_answer": return "no answer";
    case "busy": return "busy";
    case "invalid_number": return "no such number";
    case "cancelled": return "called off";
    case "expired": return "took too long";
    case "error": return "something went wrong";
  }
}

export async function areOver(job_id: string, tag: string): Promise<boolean> {
  const { data } = await api.GET("/api/providers/{job_id}/status", {
    params: { path: { job_id }, header: { "If-None-Match": tag } },
  });
  for (const { name, outcome, estimated_price, call_transcript } of data ?? []) {
    const price = estimated_price === null ? "no price" : estimated_price.toFixed(2);
    console.log(name, outcome && inWords(outcome), price, call_transcript?.length ?? 0);
  }
  return (data ?? []).every(
    ({ call_status }) => call_status === "completed" || call_status === "failed",
  );
}

export async function watch(job_id: string): Promise<void> {
  const { data } = await api.GET("/api/jobs/{job_id}/live", { params: { path: { job_id } } });
  for (const { stage, moves, transcript } of data?.calls ?? []) {
    const last: Schemas["Move"] | undefined = moves.at(-1);
    console.log(stage, last?.by, last?.price.toFixed(2), transcript.map(({ text }) => text));
  }
}

export async function chooseBest(job_id: string): Promise<number | null> {
  const path = { job_id };
  const { data: offers } = await api.GET("/api/jobs/{job_id}/offers", { params: { path } });
  const best: Schemas["Offer"] | undefined = offers?.[0];
  if (!best) return null;
  console.log(best.kind, best.price.toFixed(2), best.reasons.join(" "), best.evidence[0]?.role);
  const { data, error } = await api.POST("/api/jobs/{job_id}/choice", {
    params: { path },
    body: { provider_id: best.provider_id },
  });
  if (error) throw new Error(error.detail);
  return data.chosen_provider_id;
}
