import description from "../../../tests/golden/description.json" with { type: "json" };
import type { NetworkDescription } from "../wire/messages.ts";

/** LeNet-5 as the server describes it; the server's tests keep it true. */
export const DESCRIPTION = description as unknown as NetworkDescription;
