/** Starts the API documentation's viewer on our own description of the API. */
declare const SwaggerUIBundle: (options: Record<string, unknown>) => void;

SwaggerUIBundle({ url: "openapi.json", dom_id: "#docs", validatorUrl: null });
