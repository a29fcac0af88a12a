import { useLayoutEffect, useRef } from 'preact/hooks';

/** Asks for some words in a dialog. */
export function WordForm({
  title,
  label,
  maxLength,
  submit,
  problem,
  onSubmit,
  onClose,
}: {
  readonly title: string;
  readonly label: string;
  readonly maxLength: number;
  /** What the button that sends it says. */
  readonly submit: string;
  /** What went wrong; null where nothing did. */
  readonly problem: string | null;
  readonly onSubmit: (words: string) => void;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="words-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(String(new FormData(event.currentTarget).get('words') ?? '').trim());
        }}
      >
        <h2 id="words-title">{title}</h2>
        <label class="field">
          {label} <input name="words" maxLength={maxLength} autocomplete="off" />
        </label>
        {problem && <p role="alert">{problem}</p>}
        <p class="choices">
          <button type="submit" class="main">
            {submit}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </p>
      </form>
    </dialog>
  );
}
