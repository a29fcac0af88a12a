import type { Markup } from '../../drawing/markup.ts';

/** A drawing, whose markup escapes what is put into it. */
export function Drawing({ of }: { readonly of: Markup }) {
  return <div class="drawn" dangerouslySetInnerHTML={{ __html: of.text }} />;
}
