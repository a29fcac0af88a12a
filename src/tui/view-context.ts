import type { PatientId } from '../core/patient.ts';
import { type Glyphs, glyphsFor } from './glyphs.ts';
import type { Model } from './model.ts';
import type { PatientFeed } from './patient-feed.ts';
import { assessPatient, type PatientNow } from './patient-now.ts';

/** What the panels of one frame share: the model, and what follows from it for the selected patient. */
export interface ViewContext {
  readonly model: Model;
  readonly unicode: boolean;
  readonly glyphs: Glyphs;
  readonly zoneOffsetMinutes: number;
  /** The selected patient, what is known of it, and what may be said of it now. */
  readonly patient: PatientId | null;
  readonly feed: PatientFeed | null;
  readonly now: PatientNow;
}

export function makeContext(model: Model): ViewContext {
  const feed = model.selected === null ? null : (model.feeds.get(model.selected) ?? null);
  return {
    model,
    unicode: model.unicode,
    glyphs: glyphsFor(model.unicode),
    zoneOffsetMinutes: model.zoneOffsetMinutes,
    patient: model.selected,
    feed,
    now: assessPatient(feed, model.nowMs, model.replay !== null),
  };
}
