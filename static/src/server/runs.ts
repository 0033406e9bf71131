/** Live training runs, from the server. */
import type { RunBegun, RunCommand, RunList, RunState } from "../wire/messages.ts";
import { apiPath, ask, postJson } from "./api.ts";

export type RunSettings = RunState["settings"];

const path = (run: string) => `runs/${encodeURIComponent(run)}`;

/** Throws an Error whose message can be shown, as all of these do. */
export async function beginRun(device: string, settings: RunSettings): Promise<RunBegun> {
  return await ask<RunBegun>("runs", postJson({ device, settings }));
}

export async function fetchRun(run: string): Promise<RunState> {
  return await ask<RunState>(path(run));
}

/** All runs, those that have ended, too. */
export async function fetchRuns(): Promise<readonly RunState[]> {
  return (await ask<RunList>("runs")).runs;
}

export async function steerRun(run: string, command: RunCommand): Promise<RunState> {
  return await ask<RunState>(`${path(run)}/commands`, postJson(command));
}

/** Where a part of a run can be had as a file. */
export function runFile(run: string, part: "film" | "weights" | "script"): string {
  return apiPath(`${path(run)}/${part}`);
}
