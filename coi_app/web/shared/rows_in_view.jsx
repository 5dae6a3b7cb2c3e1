import { useDeferredValue } from "react";

const ROW = 50; // px, the height of a grid's row
const ABOVE = 200; // px, no grid begins higher
const WINDOW = 1000; // px, where there is no window to ask

/** Draws the rows that fit a window at once, and those below as soon as the browser has painted them. */
export function RowsInView({ children }) {
  const later = useDeferredValue(children, []);
  const first = Math.ceil(((globalThis.innerHeight ?? WINDOW) - ABOVE) / ROW);
  return [...children.slice(0, first), ...later.slice(first, children.length)];
}
