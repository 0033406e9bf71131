/** Cells of several networks: the lists of networks and of answers, and two networks under one pad. */
import { mountCompare } from "../compare/compare.ts";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { mountAnswers } from "../networks/answers.ts";
import { Descriptions } from "../networks/ask.ts";
import { mountPicker } from "../networks/picker.ts";
import { CARDS, LISTED, readingOfTwin } from "../testing/compared.ts";
import { PLAIN, RESIDUAL } from "../testing/twins.ts";
import { type GalleryCell, room, roomIn, type Shared } from "./gallery-cell.ts";

const NETWORKS: Shared = {
  inside: "popover-host",
  parts: ["networks/networks"],
  width: 1000,
  waits: ".lineage:empty, .says:empty",
  mount: (host, lab) => {
    const opener = makeButton(() => {}, {});
    mountPicker(roomIn(host, "networks"), lab, {
      ...{ opener, beside: [document.body] },
      ...{ descriptions: new Descriptions(), learn: () => {} },
    });
    opener.click();
  },
};

const ANSWERS: Shared = {
  inside: "popover-host",
  parts: ["networks/answers"],
  width: 700,
  waits: ".preview:empty",
  mount: (host, lab) => {
    const title = makeButton(() => {}, { "data-part": "answers" });
    mountAnswers(roomIn(host, "networks/answers"), lab, {
      ...{ stage: make("div", {}, [title]), word: make("button") },
      ...{ beside: [document.body], descriptions: new Descriptions() },
    });
    title.click();
  },
};

/** Two made-up twins, one of which has shortcuts. */
const COMPARE: Shared = {
  inside: "compare-host",
  parts: ["compare/compare", "compare/differences"],
  width: 1300,
  height: 700,
  reads: () => ({ network: PLAIN, reading: readingOfTwin(PLAIN, 1, 0), drawing: [] }),
  waits: ".compare > .said",
  mount: (host, lab) => {
    const [comparison, differences] = [
      roomIn(host, "compare"),
      roomIn(host, "compare/differences"),
    ];
    mountCompare({ root: host, host: comparison, differences }, lab, {
      fetchNetwork: async () => RESIDUAL,
      fetchCard: async (name) => CARDS[name] ?? null,
      listNetworks: async () => LISTED,
      openChannel: (other) => {
        other.reader.receive(readingOfTwin(RESIDUAL, 1, 1));
        other.session.connect("live");
        return () => {};
      },
    });
  },
};

export const NETWORK_LISTS: readonly GalleryCell[] = [
  ...room("networks", NETWORKS, { "the list": {} }),
  ...room("answers", ANSWERS, { "the list": {} }),
  ...room("compare", COMPARE, {
    "a layer chosen": {
      opened: { look: { compare: "residual" }, selection: { wentTo: "first" } },
    },
  }),
];
