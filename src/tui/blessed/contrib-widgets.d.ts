// blessed-contrib types its whole package only, and loading that costs twice the start. These are the parts used.
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
    /** The list that contrib would show its rows in. */
    readonly rows: { detach(): void };
    render(): void;
    destroy(): void;
  }
  export = Table;
}
