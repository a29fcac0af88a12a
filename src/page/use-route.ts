import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route, WARD, type WardRoute } from './route.ts';

const BASE = new URL(document.baseURI);

function readRoute(): Route {
  return parseRoute(location.pathname.slice(BASE.pathname.length - 1), location.search, location.hash);
}

/**
 * What the address says, the ward as it was looked at last, and how to go elsewhere: as a new step of the browser's history, or in
 * place of the newest.
 */
export function useRoute(): {
  readonly route: Route;
  readonly ward: WardRoute;
  readonly go: (route: Route, isReplaced?: boolean) => void;
} {
  const [route, setRoute] = useState(readRoute);
  const ward = useRef(WARD);
  if (route.view === 'ward') ward.current = route;
  const go = useCallback((next: Route, isReplaced = false) => {
    setRoute(next);
    write(new URL(formatRoute(next), BASE), isReplaced);
    if (!isReplaced) scrollTo(0, 0);
  }, []);
  useEffect(() => {
    const read = () => setRoute(readRoute());
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  return { route, ward: ward.current, go };
}

function write(url: URL, isReplaced: boolean): void {
  try {
    if (isReplaced) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  } catch {
    // Some browsers refuse more than so many changes in some seconds: one of the next is taken.
  }
}

/** Goes to the form that asks who this is, which comes back here. */
export function signIn(): void {
  const next = location.pathname.slice(BASE.pathname.length) + location.search;
  location.assign(new URL(`sign-in?next=${encodeURIComponent(next)}`, BASE));
}
