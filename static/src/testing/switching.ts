/** The small network with a skip and branches, in blocks whose edges can be switched off. */
import { indexNetwork } from "../network/network.ts";
import { SKIPPING } from "./skipping.ts";

export const SWITCHING = indexNetwork({
  ...SKIPPING,
  blocks: [
    {
      name: "one",
      title: "Block 1",
      layers: ["added"],
      switches: [{ name: "shortcut1", kind: "shortcut", operation: "added", source: "first" }],
    },
    {
      name: "two",
      title: "Block 2",
      layers: ["wide", "narrow", "joined"],
      switches: [
        { name: "narrow", kind: "branch", operation: "joined", source: "narrow" },
        { name: "wide", kind: "branch", operation: "joined", source: "wide" },
      ],
    },
  ],
});
