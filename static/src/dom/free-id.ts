/** `name`, or with the first number after it that no element of the page has: two labs on one page each have ids of their own. */
export function freeId(page: Document, name: string): string {
  let id = name;
  for (let number = 2; page.getElementById(id) !== null; number++) id = `${name}-${number}`;
  return id;
}
