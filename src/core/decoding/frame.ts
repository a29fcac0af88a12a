import type { DecodeReason, ReceivedSensor } from '../decode.ts';
import type { Insole, InsoleSensor } from '../insole/insole.ts';
import type { Profile } from '../patient.ts';

/** What of an insole decoding needs: the sensors that a frame has to have, and what their readings may be. */
export interface DecodeTarget extends Pick<Insole, 'lowest' | 'highest' | 'decimals'> {
  readonly sensors: readonly Pick<InsoleSensor, 'id' | 'label' | 'side'>[];
}

/** The sensors at one instant, as a device sent them. */
export interface Frame {
  /** Tells the frame from others of the patient, and rises: its own number, or else its own time in seconds; null without either. */
  readonly own: number | null;
  /** Its own time in seconds, from wherever the device counts; null when it has none. */
  readonly deviceSeconds: number | null;
  /** Whose it is, as the device says it; null when it does not. */
  readonly patient: string | null;
  readonly sensors: readonly ReceivedSensor[];
}

/** Why something could not be read: a line of ASCII that names the place and what is allowed, and quotes nothing. */
export interface DecodeRefusal {
  readonly kind: 'refused';
  readonly reason: DecodeReason;
  readonly message: string;
}

/** The frames of an answer in the order found, and whose they are; or why there is none. */
export type DecodedFrames =
  | {
      readonly kind: 'frames';
      readonly profile: Profile;
      readonly frames: readonly Frame[];
      /** The frames that were refused, by their own times or numbers, null for one without; and why the first was. Null when none was. */
      readonly refused: { readonly owns: readonly (number | null)[]; readonly first: DecodeRefusal } | null;
    }
  | DecodeRefusal;

/** Reads answers of one shape. */
export interface FrameDecoder {
  /** Reads the bytes of an answer. Never throws. */
  decode(body: Uint8Array): DecodedFrames;
  /** Reads an answer that is parsed already. Never throws. */
  read(root: unknown): DecodedFrames;
  /** What a stored entry's frame had as `own`; null when it has none, or cannot be read. */
  readOwn(sensorsJson: string): number | null;
  /** Whether frames have something of their own, so that each can be stored once. */
  readonly tellsFrames: boolean;
  /** How much `own` rises in a second: 1 for times; null for numbers whose rate is not known. */
  readonly pace: number | null;
}

/** Makes a refusal. */
export function refuse(reason: DecodeReason, message: string): DecodeRefusal {
  return { kind: 'refused', reason, message };
}
