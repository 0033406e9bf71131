import { afterEach, expect, test, vi } from "vitest";
import { ask, askFile, postJson, RefusedError, request } from "./api.ts";

const answer = (body: string, status: number) => {
  const fetched = vi.fn(
    async (_path: string, _how?: RequestInit) => new Response(body, { status }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
};

afterEach(() => {
  vi.unstubAllGlobals();
  delete document.documentElement.dataset.root;
});

test("an answer is given as it came, from the address below api/", async () => {
  const fetched = answer('{"samples": []}', 200);
  expect(await ask("samples", postJson({ a: 1 }))).toEqual({ samples: [] });
  expect(fetched.mock.calls[0]?.[0]).toBe("api/samples");
  expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"a":1}');
});

test("a refusal is said in words, and its status is known", async () => {
  answer('{"error": "unknown_sample", "detail": "no sample \'x\'"}', 404);
  const refusal = await request("samples/x").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RefusedError);
  expect(refusal).toMatchObject({
    status: 404,
    message: "this server does not have this sample; choose another",
  });
});

test("what a proxy answers in place of the server is said by its number", async () => {
  answer("<html>Bad gateway</html>", 502);
  await expect(request("samples")).rejects.toThrow("the server answered 502");
});

test("on a page in a folder both the API and files are asked for where the site begins", async () => {
  document.documentElement.dataset.root = "../";
  const fetched = answer('{"networks": []}', 200);
  await ask("samples");
  expect(await askFile("static/exhibits/history.json")).toEqual({ networks: [] });
  const paths = fetched.mock.calls.map(([path]) => path);
  expect(paths).toEqual(["../api/samples", "../static/exhibits/history.json"]);
});

test("a file that is not there is said in words", async () => {
  answer("not found", 404);
  await expect(askFile("static/none.json")).rejects.toThrow("the server answered 404");
});
