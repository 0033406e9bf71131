/** Starts the API documentation's viewer on our own description of the API. */
declare const SwaggerUIBundle: (options: Record<string, unknown>) => void;

/** What the viewer leaves without a name, or where no keyboard comes, gets both as it appears. */
function mend(host: HTMLElement): void {
  for (const select of host.querySelectorAll<HTMLElement>("select:not([aria-label])")) {
    const row = select.closest<HTMLElement>("tr[data-param-name]");
    select.setAttribute("aria-label", row?.dataset.paramName ?? "media type");
  }
  for (const code of host.querySelectorAll<HTMLElement>("pre.microlight:not([tabindex])"))
    code.tabIndex = 0;
}

const host = document.querySelector<HTMLElement>("[data-part=docs]");
if (host !== null) {
  SwaggerUIBundle({ url: "openapi.json", domNode: host, validatorUrl: null });
  new MutationObserver(() => mend(host)).observe(host, { childList: true, subtree: true });
}
