import { MAX_WORD_LENGTH } from '../../core/kept-walk.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import { findSpan } from '../marks.ts';
import type { Keeping } from '../use-keeping.ts';
import { HelpView } from './help-view.tsx';
import { KeepForm } from './keep-form.tsx';
import { WordForm } from './word-form.tsx';

/** The dialog that is open over the page, if one is. */
export function Dialogs({
  keeping,
  isAroundEvent,
}: {
  readonly keeping: Keeping;
  /** Whether what is kept lies around an event, rather than before an instant. */
  readonly isAroundEvent: boolean;
}) {
  const { dialog, instant, marks, open } = keeping;
  const close = () => open(null);
  if (dialog === 'help') return <HelpView onClose={close} />;
  if (dialog === null || instant === null) return null;
  if (dialog === 'keep')
    return (
      <KeepForm
        patient={instant.patient}
        span={findSpan(marks, instant.atSeconds, isAroundEvent)}
        onClose={close}
        onKept={keeping.finish}
      />
    );
  return (
    <WordForm
      title={`Mark ${formatClockTime(instant.atSeconds, zoneOffsetMinutes())}`}
      label="Word"
      maxLength={MAX_WORD_LENGTH}
      submit="Set the mark"
      problem={null}
      onSubmit={keeping.mark}
      onClose={close}
    />
  );
}
