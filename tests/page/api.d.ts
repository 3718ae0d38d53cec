/** What the page calls the API's schemas. */
import type { components } from "../../docs/api";

type Schemas = components["schemas"];
export type Job = Schemas["Job"];
export type Provider = Schemas["Provider"];
export type Live = Schemas["Live"];
export type LiveCall = Schemas["LiveCall"];
export type Offer = Schemas["Offer"];
export type ListedJob = Schemas["ListedJob"];
export type Started = Schemas["StartJobResponse"];
