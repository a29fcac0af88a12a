import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from './route.ts';

const BASE = new URL(document.baseURI);

function readRoute(): Route {
  return parseRoute(location.pathname.slice(BASE.pathname.length - 1), location.search);
}

/** What the address says, and how to go elsewhere: as a new step of the browser's history, or in place of the newest. */
export function useRoute(): {
  readonly route: Route;
  readonly go: (route: Route, isReplaced?: boolean) => void;
} {
  const [route, setRoute] = useState(readRoute);
  const go = useCallback((next: Route, isReplaced = false) => {
    const url = new URL(formatRoute(next), BASE);
    if (isReplaced) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    setRoute(next);
    if (!isReplaced) scrollTo(0, 0);
  }, []);
  useEffect(() => {
    const read = () => setRoute(readRoute());
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  return { route, go };
}

/** Goes to the form that asks who this is, which comes back here. */
export function signIn(): void {
  const next = location.pathname.slice(BASE.pathname.length) + location.search;
  location.assign(new URL(`sign-in?next=${encodeURIComponent(next)}`, BASE));
}
