/** The live channel of a lab. */
import { openChannel } from "../server/channel.ts";
import { openSocket, type Surroundings } from "../server/connection.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { deviceName } from "../storage/local.ts";
import { withItsWords } from "../words/phrases.ts";

/** Opens it; `settle`: see `Surroundings`. */
export function openLive(
  lab: Lab,
  storage: Storage | null,
  settle: Pick<Surroundings, "settle"> = {},
): Dispose {
  return openChannel(lab, { ...toServer(storage), ...settle }).close;
}

/** How a live channel gets to the server. */
function toServer(storage: Storage | null): Surroundings {
  return {
    open: openSocket,
    random: Math.random,
    device: deviceName(storage),
    findOtherWay: async () => {
      const found = await withItsWords(() => import("../server/other-way.ts"));
      return found.findOtherWay();
    },
  };
}
