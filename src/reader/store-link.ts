/** Whether the store answers, as a reader sees it. `sinceMs` is of the reader's monotonic clock. */
export type StoreLink =
  | { readonly state: 'connecting' }
  | { readonly state: 'answering'; readonly latencyMs: number; readonly wakes: boolean }
  | { readonly state: 'down'; readonly reason: string; readonly sinceMs: number };
