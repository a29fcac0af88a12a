import { type PatientId, withoutNames } from '../core/patient.ts';
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

/** The one place that hides names: no view gets any while the model is private. */
export function makeContext(given: Model): ViewContext {
  const model = given.isPrivate ? { ...given, feeds: namelessFeeds(given.feeds) } : given;
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

const namelessOf = new WeakMap<PatientFeed, PatientFeed>();

function namelessFeeds(feeds: Model['feeds']): Model['feeds'] {
  const nameless = new Map<PatientId, PatientFeed>();
  for (const [patient, feed] of feeds) {
    const known = namelessOf.get(feed) ?? withoutNames(feed);
    namelessOf.set(feed, known);
    nameless.set(patient, known);
  }
  return nameless;
}
