// blessed-contrib has types for its package as a whole only, and loading the whole doubles the time to start. These are
// the widgets that are loaded one by one.
declare module 'blessed-contrib/lib/widget/sparkline.js' {
  class Sparkline {
    constructor(options: { readonly screen: object });
    render(): void;
    destroy(): void;
  }
  export = Sparkline;
}

declare module 'blessed-contrib/lib/widget/table.js' {
  class Table {
    constructor(options: { readonly screen: object; columnWidth: readonly number[]; columnSpacing: number });
    /** The list in which the original widget shows its rows. */
    readonly rows: { detach(): void };
    render(): void;
    destroy(): void;
  }
  export = Table;
}
