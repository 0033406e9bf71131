/** Films of training runs, from the server. */
import type { FilmDetail, FilmList, FilmReadings, FilmSummary } from "../wire/messages.ts";
import { ask, postJson, request } from "./api.ts";

const path = (name: string) => `films/${encodeURIComponent(name)}`;

/** Throws an Error whose message can be shown, as all of these do. */
export async function listFilms(): Promise<readonly FilmSummary[]> {
  return (await ask<FilmList>("films")).films;
}

export async function fetchFilm(name: string): Promise<FilmDetail> {
  return await ask<FilmDetail>(path(name));
}

/** The file, whose address names its content: the browser keeps it. */
export async function fetchFilmFile({ name, file }: FilmDetail): Promise<ArrayBuffer> {
  return await (await request(`${path(name)}/file/${file}`)).arrayBuffer();
}

/** What the network made of a drawing at every moment. */
export async function readWithFilm(name: string, drawing: object): Promise<FilmReadings> {
  return await ask<FilmReadings>(`${path(name)}/readings`, postJson(drawing));
}
