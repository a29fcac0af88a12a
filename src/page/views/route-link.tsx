import type { ComponentChildren } from 'preact';
import { formatRoute, type Route } from '../route.ts';

/** A link to another view of the page. As a row, up and down go to it. */
export function RouteLink({
  to,
  go,
  isRow = false,
  children,
}: {
  readonly to: Route;
  readonly go: (route: Route) => void;
  readonly isRow?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <a
      href={formatRoute(to) || './'}
      data-row={isRow || undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
