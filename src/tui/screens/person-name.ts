import type { Profile } from '../../core/patient.ts';
import { makeShowable } from '../frame/glyphs.ts';
import type { ViewContext } from './view-context.ts';

/** Stands for a name that is hidden; a dash would say that the name is not known. */
const HIDDEN_NAME = '***';

type NameContext = Pick<ViewContext, 'glyphs' | 'unicode'> & {
  readonly model: Pick<ViewContext['model'], 'isPrivate'>;
};

/** A patient's first and last name, with a dash for what is not known, or `***` in private mode. */
export function writeName(profile: Profile | null, context: NameContext): string {
  if (profile && context.model.isPrivate) return HIDDEN_NAME;
  const names = [profile?.firstname, profile?.lastname];
  if (names.every((name) => name == null)) return context.glyphs.dash;
  return names.map((name) => makeShowable(name ?? context.glyphs.dash, context.unicode)).join(' ');
}

/** A patient's first name, a dash when it is not known, or `***` in private mode. */
export function writeFirstname(profile: Profile | null, { model, glyphs, unicode }: NameContext): string {
  if (profile && model.isPrivate) return HIDDEN_NAME;
  return makeShowable(profile?.firstname ?? glyphs.dash, unicode);
}
