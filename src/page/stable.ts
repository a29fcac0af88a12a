import { Component, type ComponentChildren, type FunctionComponent, h } from 'preact';
import { useRef } from 'preact/hooks';

/** A function that is the same at each drawing, and does what the newest one does. */
export function useStable<Given extends readonly unknown[], Result>(
  newest: (...given: Given) => Result,
): (...given: Given) => Result {
  const current = useRef(newest);
  current.current = newest;
  return useRef((...given: Given) => current.current(...given)).current;
}

/** A component that is drawn anew only when one of its properties is another. */
export function drawOnChange<Properties extends object>(
  component: FunctionComponent<Properties>,
): FunctionComponent<Properties> {
  class Kept extends Component<Properties> {
    override shouldComponentUpdate(next: Readonly<Properties>): boolean {
      const names = Object.keys({ ...next, ...this.props }) as (keyof Properties)[];
      return names.some((name) => next[name] !== this.props[name]);
    }
    override render(): ComponentChildren {
      return h(component, this.props as Properties);
    }
  }
  return (properties) => h(Kept, properties);
}
