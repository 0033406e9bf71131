/** The visit: the connection to the server, the device, the hand. */
import { type Readable, setters, slice, type Writable } from "./slice.ts";

/** `requests`: no live channel opens, drawings are read by one request each. */
export type ConnectionState = "connecting" | "live" | "requests" | "lost";
export type Theme = "light" | "dark";
export const THEMES: readonly Theme[] = ["light", "dark"];
/** How fast frames come: in the last second, and milliseconds from asking to painting. */
export interface Pace {
  readonly rate: number;
  readonly roundTrip: number;
}

export const SESSION = slice(
  {
    connection: "connecting" as ConnectionState,
    pace: { rate: 0, roundTrip: 0 } as Pace,
    /** Why drawings are not read where they should be, in words. */
    deviceProblem: null as string | null,
    /** What has become of something that somebody did; it stays for a while. */
    notice: null as string | null,
    /** What is wrong with the way to the server, for as long as it is. */
    trouble: null as string | null,
    /** The drawing is kept in this browser. */
    kept: true,
    /** What was drawn last has been without an answer for longer than one notices. */
    late: false,
    /** As the system has it. */
    deviceTheme: "light" as Theme,
    /** The whole screen is the page's, or is to be. */
    fullScreen: false,
    /** A ring follows the pointer. */
    spot: false,
    /** Single letters, digits and signs act. */
    characterKeys: true,
    /** The pen is down. */
    penDown: false,
    /** Nobody has been here on this device: an example is drawn, and a few words say what this is. */
    newcomer: false,
    /** How often the list of networks was asked for. */
    choosing: 0,
    /** How often the list of answers was asked for. */
    answering: 0,
  },
  { replacedByLink: false },
);
export type SessionValues = typeof SESSION.beginning;

export interface SessionSlice extends Readable<SessionValues> {
  connect(connection: ConnectionState): void;
  beLate(late: boolean): void;
  measure(pace: Pace): void;
  reportDevice(deviceProblem: string | null): void;
  notify(notice: string | null): void;
  tellTrouble(trouble: string | null): void;
  /** Whether what is on the pad could be kept in this browser. */
  keep(kept: boolean): void;
  /** The system's colours are light or dark now. */
  useTheme(theme: Theme): void;
  fillScreen(on: boolean): void;
  showSpot(on: boolean): void;
  /** Whether single letters, digits and signs act. */
  useCharacterKeys(on: boolean): void;
  holdPen(down: boolean): void;
  endWelcome(): void;
  /** Opens the list of networks, or closes it. */
  chooseNetwork(): void;
  /** Opens the list of what can come out, or closes it. */
  chooseAnswer(): void;
}

/** Actions that do nothing but write their value. */
const SETTERS = {
  connect: "connection",
  beLate: "late",
  reportDevice: "deviceProblem",
  notify: "notice",
  tellTrouble: "trouble",
  keep: "kept",
  useTheme: "deviceTheme",
  fillScreen: "fullScreen",
  showSpot: "spot",
  useCharacterKeys: "characterKeys",
  holdPen: "penDown",
} as const;

export function sessionSlice(session: Writable<SessionValues>): SessionSlice {
  return {
    ...session,
    ...setters(session, SETTERS),
    measure: (next) => {
      const { rate, roundTrip } = session.pace.peek();
      if (rate !== next.rate || roundTrip !== next.roundTrip) session.pace.value = next;
    },
    endWelcome: () => {
      session.newcomer.value = false;
    },
    chooseNetwork: () => {
      session.choosing.value++;
    },
    chooseAnswer: () => {
      session.answering.value++;
    },
  };
}
